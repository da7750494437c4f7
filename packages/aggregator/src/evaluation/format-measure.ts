const DECIMALS = 4;

/** A measure with four decimals, as the published tables have them; an en dash where it is not defined. */
export function formatMeasure(value: number | null): string {
  return value === null ? '–' : value.toFixed(DECIMALS);
}
