import { formatCount } from '@earmark/core/text';

/** The two largest units that matter: `7 h 42 min`, `12 min 3 s`, `4.2 s`; with non-breaking spaces. */
export function formatDuration(seconds: number): string {
  return durationWords(seconds).replaceAll(' ', '\u00a0');
}

function durationWords(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** `2026-01-31 20:05 UTC`, the same on every machine. */
export function formatTime(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A share or an index with three decimals and a minus as long as a plus; an en dash where there is none. */
export function formatIndex(value: number | null): string {
  return value === null ? '–' : value.toFixed(3).replace('-', '\u2212');
}

/** A share as `12.3 %`; an en dash where there is none. */
export function formatShare(share: number | null): string {
  if (share === null) return '–';
  return share > 0 && share < 0.0005 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`;
}

/** A share in percent without the sign, for columns whose title has it: `12.3`; an en dash where there is none. */
export function formatPercent(share: number | null): string {
  return share === null ? '–' : (share * 100).toFixed(1);
}

/** A score with two decimals and no zero before the point: `.83`. */
export function formatScore(score: number): string {
  return score.toFixed(2).replace(/^0/, '');
}

/** A power of ten: `1`, `10`, `1k`, `10M`. */
export function formatMagnitude(power: number): string {
  return `${10 ** (power % 3)}${['', 'k', 'M', 'G'][Math.floor(power / 3)] ?? ''}`;
}

/** Names of models, without the data set where all have the same. */
export function shortModelNames(names: readonly string[]): string[] {
  const models = names.filter((name) => name.includes('/'));
  const dataSets = new Set(models.map((name) => name.split('/')[0]));
  return dataSets.size > 1 ? [...names] : names.map((name) => name.slice(name.indexOf('/') + 1));
}
