import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BarGaugeDisplayMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as BarGaugePanel } from '@grafana/grafana-foundation-sdk/bargauge';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import { PROMETHEUS } from './data-sources.ts';
import { describe, type PanelText } from './panel.ts';

// Panels with one PromQL expression each.

interface MetricPanel extends PanelText {
  readonly expr: string;
  /** Name of a series, e.g. `{{model}}`. */
  readonly legend: string;
}

interface GraphPanel extends MetricPanel {
  /** Upper end of the axis; default: that of the data. */
  readonly max?: number;
  readonly stacked?: true;
}

/** Lines over time. */
export function graph({ expr, legend, max, stacked, ...text }: GraphPanel): Builder<Panel> {
  const query = promQuery(expr).range().legendFormat(legend);
  const panel = describe(new TimeSeriesPanel(), text, { datasource: PROMETHEUS, query })
    .min(0)
    .fillOpacity(stacked ? 60 : 0)
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None))
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
  return max === undefined ? panel : panel.max(max);
}

/** The present value of each series, as a number. */
export function stat({ expr, legend, ...text }: MetricPanel): Builder<Panel> {
  const query = promQuery(expr).instant().legendFormat(legend);
  return describe(new StatPanel(), text, { datasource: PROMETHEUS, query }).reduceOptions(
    lastValue(),
  );
}

/** The present value of each series, as a bar. */
export function barGauge({ expr, legend, max, ...text }: GraphPanel): Builder<Panel> {
  const query = promQuery(expr).instant().legendFormat(legend);
  const panel = describe(new BarGaugePanel(), text, { datasource: PROMETHEUS, query })
    .min(0)
    .displayMode(BarGaugeDisplayMode.Basic)
    .orientation(VizOrientation.Horizontal)
    .reduceOptions(lastValue());
  return max === undefined ? panel : panel.max(max);
}

/** The labels of each series, without its value. */
export function labelTable({ expr, ...text }: Omit<MetricPanel, 'legend'>): Builder<Panel> {
  const query = promQuery(expr).instant().format(PromQueryFormat.Table);
  return describe(new TablePanel(), text, { datasource: PROMETHEUS, query }).withTransformation({
    id: 'organize',
    options: { excludeByName: { Time: true, Value: true } },
  });
}

function promQuery(expr: string): DataqueryBuilder {
  return new DataqueryBuilder().refId('A').datasource(PROMETHEUS).expr(expr);
}

function lastValue(): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(['lastNotNull']);
}
