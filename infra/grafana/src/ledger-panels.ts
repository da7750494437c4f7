import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  TableCellBackgroundDisplayMode,
  VizLegendOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as BarChartPanel } from '@grafana/grafana-foundation-sdk/barchart';
import {
  FieldColorBuilder,
  FieldColorModeId,
  type Panel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import { POSTGRES } from './data-sources.ts';
import { describe, type PanelText } from './panel.ts';

// Panels with one SQL query on the ledger each.

interface LedgerPanel extends PanelText {
  readonly sql: string;
}

interface TableSpec extends LedgerPanel {
  /** Units of columns that have another one than the panel. */
  readonly units?: Readonly<Record<string, string>>;
}

/** A row for each row of the answer. */
export function table({ sql, units = {}, ...text }: TableSpec): Builder<Panel> {
  const panel = describe(new TablePanel(), text, ledgerQuery(sql, 'table')).filterable(true);
  for (const [column, unit] of Object.entries(units)) {
    panel.overrideByName(column, [{ id: 'unit', value: unit }]);
  }
  return panel;
}

interface MatrixSpec extends LedgerPanel {
  /** Columns of the answer that become the rows, the columns and the cells of the matrix. */
  readonly rows: string;
  readonly columns: string;
  readonly cells: string;
}

/** A heat map of a table with three columns. */
export function matrix({ sql, rows, columns, cells, ...text }: MatrixSpec): Builder<Panel> {
  return describe(new TablePanel(), text, ledgerQuery(sql, 'table'))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.ContinuousBlPu))
    .withTransformation({
      id: 'groupingToMatrix',
      options: { rowField: rows, columnField: columns, valueField: cells, emptyValue: 'null' },
    })
    .overrideByFieldType('number', [
      {
        id: 'custom.cellOptions',
        value: { type: 'color-background', mode: TableCellBackgroundDisplayMode.Basic },
      },
    ]);
}

interface BarSpec extends LedgerPanel {
  /** Column of the answer that names the bars; the others are their lengths. */
  readonly bars: string;
  readonly orientation?: VizOrientation;
}

/** A bar for each row of the answer. */
export function barChart({ sql, bars, orientation, ...text }: BarSpec): Builder<Panel> {
  return describe(new BarChartPanel(), text, ledgerQuery(sql, 'table'))
    .xField(bars)
    .orientation(orientation ?? VizOrientation.Vertical)
    .min(0)
    .legend(new VizLegendOptionsBuilder().showLegend(false));
}

/** A line over the column `time` of the answer. */
export function ledgerGraph({ sql, ...text }: LedgerPanel): Builder<Panel> {
  return describe(new TimeSeriesPanel(), text, ledgerQuery(sql, 'time_series')).min(0);
}

/** The SDK has no builder for queries of the Postgres data source. */
function ledgerQuery(sql: string, format: 'table' | 'time_series') {
  const query: Dataquery & Record<string, unknown> = {
    refId: 'A',
    datasource: POSTGRES,
    rawSql: sql,
    rawQuery: true,
    editorMode: 'code',
    format,
    _implementsDataqueryVariant: () => undefined,
  };
  return { datasource: POSTGRES, query: { build: () => query } };
}
