/** A series with its samples, as times (Unix seconds) and values. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [time: number, value: number])[];
}

/** Unix seconds, and seconds between two samples. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Asks a Prometheus. */
export interface PrometheusClient {
  /** The present value of an expression. @throws when it is refused */
  query(expr: string): Promise<readonly Series[]>;
  /** The values of an expression over time. @throws when it is refused */
  queryRange(expr: string, range: TimeRange): Promise<readonly Series[]>;
  /** The values of a label of a metric. */
  labelValues(metric: string, label: string): Promise<readonly string[]>;
}

/** @param url such as `http://127.0.0.1:9090` */
export function prometheusClient(url: string): PrometheusClient {
  const ask = async <T>(path: string, parameters: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams(parameters).toString();
    const response = await fetch(`${url}/api/v1/${path}?${query}`);
    const answer = (await response.json()) as { status: string; error?: string; data: T };
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data;
  };
  return {
    async query(expr) {
      const { result } = await ask<{ result: readonly InstantJson[] }>('query', { query: expr });
      return result.map(({ metric, value }) => toSeries(metric, [value]));
    },
    async queryRange(expr, { start, end, step }) {
      const range = { start: String(start), end: String(end), step: String(step) };
      const { result } = await ask<{ result: readonly RangeJson[] }>('query_range', {
        query: expr,
        ...range,
      });
      return result.map(({ metric, values }) => toSeries(metric, values));
    },
    labelValues: (metric, label) => ask(`label/${label}/values`, { 'match[]': metric }),
  };
}

type SampleJson = readonly [time: number, value: string];
type LabelsJson = Readonly<Record<string, string>>;
interface InstantJson {
  readonly metric: LabelsJson;
  readonly value: SampleJson;
}
interface RangeJson {
  readonly metric: LabelsJson;
  readonly values: readonly SampleJson[];
}

function toSeries(labels: LabelsJson, samples: readonly SampleJson[]): Series {
  return { labels, samples: samples.map(([time, value]) => [time, toNumber(value)] as const) };
}

/** Prometheus writes infinity in its own way. */
function toNumber(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}
