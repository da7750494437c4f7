import type { PublishedFigures } from '@earmark/core/evaluation';

const DECIMALS = 4;

/** A measure with four decimals, as the published tables have them; an en dash where it is not defined. */
export function formatMeasure(value: number | null): string {
  return value === null ? '–' : value.toFixed(DECIMALS);
}

/** `0.8255, 0.2801`: ROC-AUC and PR-AUC as published; an en dash where nothing was. */
export function formatPublished(figures: PublishedFigures | null): string {
  return figures ? `${formatMeasure(figures.rocAuc)}, ${formatMeasure(figures.prAuc)}` : '–';
}
