import type { RunId } from '@earmark/core/run';
import type { Queryable } from '@earmark/ledger';
import { metricQueries, readDashboards } from '../dashboard-queries.ts';
import { expandedLedgerQueries } from '../dashboard-sql.ts';
import type { PrometheusClient, TimeRange } from '../prometheus-client.ts';
import { askLedger, askPrometheus } from './ask-panels.ts';
import { drawDashboard } from './draw-dashboard.ts';
import type { PanelAnswer } from './panel-answer.ts';

export interface Watched {
  readonly prometheus: PrometheusClient;
  readonly ledger: Queryable;
  /** The run that the dashboard of results shows. */
  readonly runId: RunId;
  readonly range: TimeRange;
  /** Of Grafana: four scrapes, e.g. `1m`. */
  readonly rateInterval: string;
}

/** Every dashboard as SVG by its uid: each panel is asked as Grafana would ask it, and drawn where Grafana places it. */
export async function dashboardPictures(watched: Watched): Promise<ReadonlyMap<string, string>> {
  const { prometheus, ledger, runId, range, rateInterval } = watched;
  const answers = new Map<string, PanelAnswer>();
  for (const query of metricQueries()) {
    answers.set(query.title, await askPrometheus(prometheus, query, range, rateInterval));
  }
  for (const query of await expandedLedgerQueries(ledger, runId)) {
    answers.set(query.title, await askLedger(ledger, query));
  }
  return new Map(
    readDashboards().map((dashboard) => [
      dashboard.uid,
      drawDashboard(dashboard, ({ title }) => answers.get(`${dashboard.title}: ${title}`)!),
    ]),
  );
}
