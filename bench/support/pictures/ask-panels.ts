import type { Queryable } from '@earmark/ledger';
import { expandMetricQuery, type LedgerQuery, type MetricQuery } from '../dashboard-queries.ts';
import type { PrometheusClient, Series, TimeRange } from '../prometheus-client.ts';
import type { Line, PanelAnswer, Row } from './panel-answer.ts';

/** What Prometheus answers to the query of a panel, over this time. */
export async function askPrometheus(
  prometheus: PrometheusClient,
  { panel, expr, legend }: MetricQuery,
  range: TimeRange,
  rateInterval: string,
): Promise<PanelAnswer> {
  const query = expandMetricQuery(expr, rateInterval);
  const nameOf = ({ labels }: Series) =>
    legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
  if (panel.type === 'timeseries') {
    const series = await prometheus.queryRange(query, range);
    return { rows: [], lines: series.map((one) => ({ name: nameOf(one), points: pointsOf(one) })) };
  }
  const series = await prometheus.query(query);
  const rows = series.map((one): Row =>
    panel.type === 'table' ? one.labels : { name: nameOf(one), value: one.samples[0]?.[1] },
  );
  return { lines: [], rows };
}

function pointsOf({ samples }: Series): Line['points'] {
  return samples
    .filter(([, value]) => Number.isFinite(value))
    .map(([time, value]) => [1_000 * time, Number(value.toPrecision(4))] as const);
}

/** What the ledger answers to the query of a panel. */
export async function askLedger(db: Queryable, { panel, sql }: LedgerQuery): Promise<PanelAnswer> {
  const { rows } = await db.query<Record<string, unknown>>(sql);
  const numbers = rows.map((row) => Object.fromEntries(Object.entries(row).map(toNumber)));
  if (panel.type !== 'timeseries') return { rows: numbers, lines: [] };
  const names = Object.keys(numbers[0] ?? {}).filter((name) => name !== 'time');
  return {
    rows: [],
    lines: names.map((name) => ({
      name,
      points: numbers.map((row) => [(row['time'] as Date).getTime(), Number(row[name])] as const),
    })),
  };
}

/** Counts come as text: they may be larger than a number of JavaScript. */
function toNumber([name, value]: [string, unknown]): [string, unknown] {
  return [name, typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value];
}
