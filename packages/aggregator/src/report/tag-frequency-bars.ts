import type { Chart } from './chart-svg.ts';
import type { TagRow } from './tag-rows.ts';

const ROW_HEIGHT = 17;
const TITLE_HEIGHT = 34;
const LABEL_WIDTH = 132;
const FIGURE_WIDTH = 980;
const PANEL = { minWidth: 72, maxWidth: 520, gap: 14, valueWidth: 24 };

/** A row of the chart: a tag, the name of a category above its tags, or the space before it. */
interface Row {
  readonly label: string;
  readonly shares: readonly (number | null)[];
}

/** Shares of the tags as bars, one panel per model on a common scale, one row per tag. */
export function tagFrequencyBars(models: readonly string[], tags: readonly TagRow[]): Chart {
  const rows = withCategories(tags);
  const panelWidth = fitPanel(models.length);
  const step = panelWidth + PANEL.gap;
  const max = Math.max(...tags.flatMap(({ shares }) => shares.map((share) => share ?? 0)));
  return {
    width: LABEL_WIDTH + models.length * step,
    height: TITLE_HEIGHT + rows.length * ROW_HEIGHT,
    label: `Share of tracks that got each of ${tags.length} tags, for ${models.length} models.`,
    option: {
      title: models.map((text, i) => panelTitle(text, LABEL_WIDTH + i * step)),
      grid: models.map((_, i) => ({
        left: LABEL_WIDTH + i * step,
        top: TITLE_HEIGHT,
        bottom: 0,
        width: panelWidth - PANEL.valueWidth,
      })),
      xAxis: models.map((_, i) => ({ type: 'value', gridIndex: i, max: max || 1, show: false })),
      yAxis: models.map((_, i) => rowAxis(rows, i)),
      series: models.map((_, i) => bars(rows, i)),
    },
  };
}

function fitPanel(nModels: number): number {
  const fitting = Math.floor((FIGURE_WIDTH - LABEL_WIDTH) / nModels) - PANEL.gap;
  return Math.min(PANEL.maxWidth, Math.max(PANEL.minWidth, fitting));
}

function withCategories(tags: readonly TagRow[]): Row[] {
  const categories = [...new Set(tags.map(({ category }) => category))];
  const toRow = ({ en, shares }: TagRow): Row => ({ label: en, shares });
  if (categories.length === 1) return tags.map(toRow);
  return categories.flatMap((category, i) => [
    ...(i > 0 ? [{ label: '', shares: [] }] : []),
    { label: `{category|${category}}`, shares: [] },
    ...tags.filter((tag) => tag.category === category).map(toRow),
  ]);
}

function panelTitle(text: string, left: number) {
  const textStyle = { color: 'var(--ink)', fontSize: 12, fontWeight: 600 };
  return { text, left, top: 8, padding: 0, textStyle };
}

function rowAxis(rows: readonly Row[], panel: number) {
  return {
    type: 'category',
    gridIndex: panel,
    inverse: true,
    data: rows.map(({ label }) => label),
    axisLine: { lineStyle: { color: 'var(--rule)' }, onZero: false },
    axisTick: { show: false },
    axisLabel: {
      show: panel === 0,
      interval: 0,
      margin: 10,
      color: 'var(--ink)',
      fontSize: 11,
      rich: { category: { color: 'var(--muted)', fontSize: 11, fontWeight: 600 } },
    },
  };
}

function bars(rows: readonly Row[], panel: number) {
  return {
    type: 'bar',
    xAxisIndex: panel,
    yAxisIndex: panel,
    silent: true,
    barWidth: 9,
    itemStyle: { color: 'var(--bar)' },
    label: { show: true, position: 'right', distance: 4, ...LABEL_FONT, formatter: percent },
    data: rows.map(({ shares }) => shares[panel] ?? '-'),
  };
}

const LABEL_FONT = { color: 'var(--muted)', fontSize: 10 };

/** Whole percent; nothing for a tag that no track got. */
function percent({ value }: { value: unknown }): string {
  const share = Number(value);
  if (!(share > 0)) return '';
  return share < 0.005 ? '<1' : (share * 100).toFixed(0);
}
