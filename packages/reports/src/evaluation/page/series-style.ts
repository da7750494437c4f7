import type { Html } from '../../page/html.ts';

const LIGHT = '#1f6f9f #c1551b #2e8b57 #8a4fb5 #a97a06 #c93b75 #4d7c0f #0c8386 #7a5c3e #5562cc';
const DARK = '#6db5e0 #f09a63 #6ccf96 #c29be8 #e0b84a #f08fb5 #a3cf5a #5cc9cb #c7a07a #9aa6f5';

const N_COLORS = LIGHT.split(' ').length;

/** Colour and dashes of the line of a model; no two of the first twenty are alike. */
export function seriesLine(index: number): { color: string; dashed: boolean } {
  return {
    color: `var(--series-${index % N_COLORS})`,
    dashed: Math.floor(index / N_COLORS) % 2 === 1,
  };
}

/** Colours of the lines, for paper and for a dark screen, and what is drawn with them. */
export const SERIES_STYLE: Html = {
  markup: `
:root { ${variables(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0; padding: 0; list-style: none; }
.legend li { display: flex; align-items: center; gap: 0.5rem; }
.swatch { width: 1.75rem; border-top: 2px solid; }
.dashed { border-top-style: dashed; }
.curves { display: flex; flex-wrap: wrap; gap: 0 2.5rem; }
.curves figcaption { contain: inline-size; }
`,
};

function variables(colors: string): string {
  return colors
    .split(' ')
    .map((color, i) => `--series-${i}: ${color};`)
    .join(' ');
}
