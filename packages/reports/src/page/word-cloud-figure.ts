import { ENSEMBLE, type Rater, type VocabularyReport } from '@earmark/core/report';
import { html, type Html } from './html.ts';
import { wordCloudSvg } from './word-cloud/word-cloud-svg.ts';

/** The tags of a vocabulary as large as they are frequent: with the ensemble, or the only model. */
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
  const label = `Word cloud of the tags that ${nameInText(rater.rater)} gives.`;
  const categories = [...new Set(words.map(({ category }) => category))];
  const legend = categories.map(
    (name, i) => html`${i > 0 ? ', ' : ''}<span class="group-${groupOf(name)}">${name}</span>`,
  );
  return html`<figure>
    ${wordCloudSvg(words, label)}
    <figcaption>
      Area: how many tracks get the tag from ${nameInText(rater.rater)}.
      ${categories.length > 1 ? html`Style: ${legend}.` : null}
    </figcaption>
  </figure>`;
}

/** Categories that the style sheet tells apart, the same in every vocabulary. */
const GROUPS = ['genre', 'instrument', 'mood/theme'];

function groupOf(category: string): number {
  const group = GROUPS.indexOf(category);
  return group === -1 ? GROUPS.length : group;
}

function nameInText(rater: Rater): string {
  return rater === ENSEMBLE ? 'the ensemble' : rater;
}
