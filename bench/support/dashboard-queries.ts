import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of a dashboard file that matter here. */
export interface DashboardFile {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly PanelJson[];
  readonly templating: { readonly list: readonly VariableJson[] };
}

interface DataSourceJson {
  readonly type: string;
  readonly uid: string;
}

export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  /** On a grid of 24 columns. */
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly description?: string;
  readonly datasource?: DataSourceJson;
  readonly fieldConfig?: {
    readonly defaults: FieldDefaultsJson;
    readonly overrides: readonly FieldOverrideJson[];
  };
  readonly transformations?: readonly { readonly id: string; readonly options: unknown }[];
  readonly options?: { readonly xField?: string; readonly orientation?: string };
  readonly targets?: readonly TargetJson[];
}

interface FieldDefaultsJson {
  readonly unit?: string;
  readonly max?: number;
  readonly noValue?: string;
  readonly custom?: { readonly stacking?: { readonly mode: string } };
}

interface FieldOverrideJson {
  readonly matcher: FieldMatcherJson;
  readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
}

interface FieldMatcherJson {
  readonly id: string;
  readonly options?: string;
}

interface TargetJson {
  readonly datasource: DataSourceJson;
  readonly expr?: string;
  readonly legendFormat?: string;
  readonly rawSql?: string;
}

export interface VariableJson {
  readonly name: string;
  readonly datasource: DataSourceJson;
  /** PromQL's `label_values(...)` in an object, SQL as it is. */
  readonly query: string | { readonly query: string };
}

interface PanelQuery {
  /** Of dashboard and panel. */
  readonly title: string;
  readonly panel: PanelJson;
}

export interface MetricQuery extends PanelQuery {
  readonly expr: string;
  readonly legend: string;
}

export interface LedgerQuery extends PanelQuery {
  readonly sql: string;
}

/** All dashboards of `infra/grafana`. @param folder from where the command was given */
export function readDashboards(folder = 'infra/grafana/dashboards'): readonly DashboardFile[] {
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as DashboardFile);
}

/** The panels of all dashboards without the titles of rows. */
export function panelsOf(dashboard: DashboardFile): readonly PanelJson[] {
  return dashboard.panels.filter(({ type }) => type !== 'row');
}

/** The PromQL of every panel. */
export function metricQueries(): readonly MetricQuery[] {
  return panelQueries(({ expr, legendFormat = '' }, query) =>
    expr === undefined ? [] : [{ ...query, expr, legend: legendFormat }],
  );
}

/** PromQL as Grafana sends it when all values of each variable are chosen. @param rateInterval e.g. `1m` */
export function expandMetricQuery(expr: string, rateInterval: string): string {
  return expr.replaceAll('$__rate_interval', rateInterval).replaceAll(/\$\w+/g, '.*');
}

/** The SQL of every panel. */
export function ledgerQueries(): readonly LedgerQuery[] {
  return panelQueries(({ rawSql }, query) =>
    rawSql === undefined ? [] : [{ ...query, sql: rawSql }],
  );
}

function panelQueries<T>(
  select: (target: TargetJson, query: PanelQuery) => readonly T[],
): readonly T[] {
  return readDashboards().flatMap((dashboard) =>
    panelsOf(dashboard).flatMap((panel) => {
      const title = `${dashboard.title}: ${panel.title}`;
      return (panel.targets ?? []).flatMap((target) => select(target, { title, panel }));
    }),
  );
}
