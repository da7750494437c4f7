const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Mean width of a character of the font, as a share of its size. */
const CHARACTER = 0.62;

export interface TextStyle {
  readonly size: number;
  readonly weight?: 'bold';
  readonly fill?: string;
  readonly anchor?: 'middle' | 'end';
  /** In pixels; a longer text is cut off. */
  readonly width?: number;
}

/** One line of text in SVG. @param y of its baseline */
export function svgText(text: string, x: number, y: number, style: TextStyle): string {
  const { size, weight = 'normal', fill = '#24292f', anchor = 'start', width = Infinity } = style;
  const nFitting = Math.floor(width / (size * CHARACTER));
  const cut = text.length > nFitting ? `${text.slice(0, Math.max(nFitting - 1, 0))}…` : text;
  const escaped = cut.replace(/[&<>]/g, (character) => ENTITIES[character]!);
  return `<text x="${String(Math.round(x))}" y="${String(Math.round(y))}" font-size="${String(size)}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped}</text>`;
}
