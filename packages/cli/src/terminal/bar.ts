const LENGTH = 24;

/** A share from 0 to 1 as a bar. */
export function bar(share: number): string {
  const full = Math.round(share * LENGTH);
  return '█'.repeat(full) + '░'.repeat(LENGTH - full);
}

/** A share in percent, always as wide: ` 42 %`; 100 only when all is done. */
export function percent(share: number): string {
  return `${String(Math.floor(100 * share)).padStart(3)} %`;
}
