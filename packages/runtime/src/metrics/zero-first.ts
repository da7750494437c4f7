import type { Counter, LabelValues } from 'prom-client';

/** Counts, as a counter of prom-client does. */
export interface ZeroFirstCounter<Label extends string> {
  inc(labels: LabelValues<Label>, value?: number): void;
  /** Counts up to a total that is counted elsewhere. */
  countTo(labels: LabelValues<Label>, total: number): void;
  /** What was counted up to now becomes visible: the series have been scraped as 0. */
  scraped(): void;
  /** Removes the series with this label value. */
  forget(label: Label, value: string): void;
}

interface Series<Label extends string> {
  readonly labels: LabelValues<Label>;
  total: number;
  /** What the counter of prom-client shows of it; undefined until it was scraped. */
  visible: number | undefined;
}

/**
 * A counter whose series are scraped as 0 once before they show what was counted. Prometheus sees only the growth
 * between two scrapes: of a series that is new with the value 7 it would never count these 7, which hides the first
 * failures of a run.
 */
export function zeroFirst<Label extends string>(counter: Counter<Label>): ZeroFirstCounter<Label> {
  const all = new Map<string, Series<Label>>();
  const seriesOf = (labels: LabelValues<Label>): Series<Label> => {
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = all.get(key);
    if (known) return known;
    // Also checks the labels.
    counter.inc(labels, 0);
    const series = { labels, total: 0, visible: undefined };
    all.set(key, series);
    return series;
  };
  const show = (series: Series<Label>) => {
    counter.inc(series.labels, series.total - (series.visible ?? 0));
    series.visible = series.total;
  };
  const count = (series: Series<Label>, total: number) => {
    series.total = total;
    if (series.visible !== undefined) show(series);
  };
  return {
    inc(labels, value = 1) {
      const series = seriesOf(labels);
      count(series, series.total + value);
    },
    countTo(labels, total) {
      count(seriesOf(labels), total);
    },
    scraped() {
      for (const series of all.values()) if (series.visible === undefined) show(series);
    },
    forget(label, value) {
      for (const [key, { labels }] of all) {
        if (String(labels[label]) !== value) continue;
        counter.remove(labels);
        all.delete(key);
      }
    },
  };
}
