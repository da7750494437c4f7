import { ENSEMBLE, type Rater, type VocabularyReport } from '@earmark/core/report';
import { html, type Html } from './html.ts';
import { type PlacedWord, placeWords, type Word } from './place-words.ts';

/** The tags of a vocabulary, sized by their frequency with the ensemble, or with the only model. */
export function wordCloudFigure({ tags, raters }: VocabularyReport): Html | null {
  const rater = raters.at(-1);
  if (rater === undefined) return null;
  const words = tags
    .map(({ en, category }, i) => ({
      text: en,
      weight: rater.tags[i]?.count ?? 0,
      group: groupOf(category),
      category,
    }))
    .filter(({ weight }) => weight > 0);
  if (words.length === 0) return null;
  const label = `Word cloud of the tags that ${nameInText(rater.rater)} selects.`;
  const categories = [...new Set(words.map(({ category }) => category))];
  const legend = categories.map(
    (name, i) => html`${i > 0 ? ', ' : ''}<span class="group-${groupOf(name)}">${name}</span>`,
  );
  return html`<figure>
    ${wordCloudSvg(words, label)}
    <figcaption>
      The area of a tag is proportional to the number of tracks for which ${nameInText(rater.rater)}
      selects it. ${categories.length > 1 ? html`Styles: ${legend}.` : null}
    </figcaption>
  </figure>`;
}

/** Categories with a style of their own, the same in every vocabulary. */
const GROUPS = ['genre', 'instrument', 'mood/theme'];

function groupOf(category: string): number {
  const group = GROUPS.indexOf(category);
  return group === -1 ? GROUPS.length : group;
}

function nameInText(rater: Rater): string {
  return rater === ENSEMBLE ? 'the ensemble' : rater;
}

export interface CloudWord extends Word {
  /** Number of its group, for the style `.group-<number>`. */
  readonly group: number;
}

const MARGIN = 4;

/** A word cloud as SVG. Every text has the length that it was placed with, in any font. */
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
