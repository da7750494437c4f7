import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';

/** What every panel says about itself. */
export interface PanelText {
  readonly title: string;
  /** Whole sentences: what the panel shows, and how to read it. */
  readonly description: string;
  /** A unit id of Grafana, or `suffix: tracks/s`. */
  readonly unit: string;
  /** Shown where having no value is normal, e.g. `no deadline`. */
  readonly noValue?: string;
}

/** What the builders of all kinds of panels have in common. */
interface PanelBuilder extends Builder<Panel> {
  title(title: string): this;
  description(description: string): this;
  unit(unit: string): this;
  noValue(noValue: string): this;
  datasource(datasource: { type: string; uid: string }): this;
  withTarget(target: Builder<Dataquery>): this;
}

/** Gives a panel its texts and its one query. */
export function describe<Kind extends PanelBuilder>(
  panel: Kind,
  { title, description, unit, noValue }: PanelText,
  { datasource, query }: { datasource: { type: string; uid: string }; query: Builder<Dataquery> },
): Kind {
  panel.title(title).description(description).unit(unit).datasource(datasource).withTarget(query);
  return noValue === undefined ? panel : panel.noValue(noValue);
}
