import { html, type Html } from '../html.ts';
import { type PlacedWord, placeWords, type Word } from './place-words.ts';

export interface CloudWord extends Word {
  /** Number of its group, for the style `.group-<number>`. */
  readonly group: number;
}

const MARGIN = 4;

/** A word cloud as SVG. Every text has the length it was placed with, in whatever font the page has. */
export function wordCloudSvg(words: readonly CloudWord[], label: string): Html {
  const placed = placeWords(words);
  const left = Math.min(0, ...placed.map(({ x, width }) => x - width / 2)) - MARGIN;
  const top = Math.min(0, ...placed.map(({ y, height }) => y - height / 2)) - MARGIN;
  const width = Math.max(0, ...placed.map((word) => word.x + word.width / 2)) + MARGIN - left;
  const height = Math.max(0, ...placed.map((word) => word.y + word.height / 2)) + MARGIN - top;
  const viewBox = [left, top, width, height].map((value) => value.toFixed(0));
  return html`<svg
    role="img"
    class="cloud"
    aria-label="${label}"
    viewBox="${viewBox.join(' ')}"
    width="${width.toFixed(0)}"
    text-anchor="middle"
  >
    ${placed.map(text)}
  </svg>`;
}

function text({ word, fontSize, x, y, width }: PlacedWord<CloudWord>): Html {
  // The baseline of a line of capitals and descenders is about a third of its size below its centre.
  return html`<text
    class="group-${word.group}"
    x="${x.toFixed(1)}"
    y="${(y + fontSize * 0.34).toFixed(1)}"
    font-size="${fontSize.toFixed(1)}"
    textLength="${width.toFixed(1)}"
    lengthAdjust="spacingAndGlyphs"
    >${word.text}</text
  >`;
}
