import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel,
  RowBuilder,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

export interface DashboardRow {
  readonly title: string;
  /** The panels of a line share its width. */
  readonly lines: readonly (readonly Builder<Panel>[])[];
}

export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Builder<VariableModel>[];
  readonly rows: readonly DashboardRow[];
  /** The time that is shown at first, e.g. `now-1h`. */
  readonly from: string;
  /** How often it is drawn again, e.g. `30s`. */
  readonly refresh: string;
}

/** Units of the grid of Grafana. */
const GRID_WIDTH = 24;
const PANEL_HEIGHT = 8;

/** Puts the panels of a dashboard on its grid and numbers them. */
export function createDashboard(spec: DashboardSpec): Dashboard {
  const dashboard = new DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags(['earmark'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: spec.from, to: 'now' })
    .refresh(spec.refresh)
    .links([linkToOthers()])
    .variables([...spec.variables]);
  let id = 0;
  for (const { title, lines } of spec.rows) {
    dashboard.withRow(new RowBuilder(title).id(++id));
    for (const line of lines) {
      const w = GRID_WIDTH / line.length;
      for (const panel of line) {
        dashboard.withPanel(
          placed(panel, { id: ++id, gridPos: { x: 0, y: 0, w, h: PANEL_HEIGHT } }),
        );
      }
    }
  }
  return dashboard.build();
}

/** The builder of the dashboard gives a panel at (0, 0) the next free place. */
function placed(panel: Builder<Panel>, place: Pick<Panel, 'id' | 'gridPos'>): Builder<Panel> {
  return { build: () => ({ ...panel.build(), ...place }) };
}

function linkToOthers(): DashboardLinkBuilder {
  return new DashboardLinkBuilder('Earmark')
    .type(DashboardLinkType.Dashboards)
    .tags(['earmark'])
    .asDropdown(true);
}
