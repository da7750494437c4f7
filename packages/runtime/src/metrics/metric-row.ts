export interface MetricRow {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
  /** Upper bounds, of histograms only. */
  readonly buckets?: readonly number[];
}

export type MetricRows = Readonly<Record<string, MetricRow>>;
