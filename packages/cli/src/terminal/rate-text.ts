/** `3.1 tracks/s`, or `12.4 tracks/min` where that says more. */
export function rateText(tracksPerSecond: number): string {
  return tracksPerSecond >= 1
    ? `${tracksPerSecond.toFixed(1)} tracks/s`
    : `${(60 * tracksPerSecond).toFixed(1)} tracks/min`;
}
