/** How urgent an alert is: `critical` wakes someone up, `warning` waits for the morning, `info` only tells. */
export type Severity = 'critical' | 'warning' | 'info';

export interface Alert {
  /** Also the heading of its section in docs/runbook.md. */
  readonly name: `Earmark${string}`;
  readonly severity: Severity;
  /** PromQL. Each series that it returns is an alert with the labels of that series. */
  readonly expr: string;
  /** For how long `expr` must return a series until its alert fires, as a Prometheus duration. */
  readonly for: string;
  /** A sentence that names the run or the host and the number. A template of Prometheus. */
  readonly summary: string;
}
