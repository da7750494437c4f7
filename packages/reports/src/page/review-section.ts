import type { ReviewItem, ReviewTrack, RunReport, VocabularyReport } from '@earmark/core/report';
import { formatCounted } from '@earmark/core/text';
import { byVocabulary } from './by-vocabulary.ts';
import { formatIndex, formatScore } from './format.ts';
import { html, type Html } from './html.ts';
import { shortModelNames } from './model-names.ts';
import { type Column, table } from './table.ts';

/** Tracks beyond these are folded away. */
const N_OPEN = 20;

/** Columns that fit beside each other into the width of text. */
const N_NARROW = 6;

/** The tracks that a person should listen to; null where no two models can be compared. */
export function reviewSection(report: RunReport): Html | null {
  if (report.vocabularies.every(({ agreement }) => agreement === null)) return null;
  const isWide = report.vocabularies.some(({ raters }) => raters.length > N_NARROW);
  return html`<section class="review ${isWide ? 'wide' : ''}" aria-labelledby="review">
    <h2 id="review">Tracks to review</h2>
    ${byVocabulary(report, lists)}
  </section>`;
}

function lists(vocabulary: VocabularyReport): Html | null {
  const { agreement } = vocabulary;
  if (agreement === null) return null;
  const { items } = agreement.leastAgreed;
  const tracks = agreement.leastAgreed.tracks.filter(({ meanJaccard }) => meanJaccard < 1);
  const columns = trackColumns(vocabulary);
  if (tracks.length === 0) return html`<p>The models do not differ on any track.</p>`;
  return html`<p>
      The ${formatCounted(tracks.length, 'track')} on which the models agree least, the worst first,
      with the mean Jaccard index of the pairs of models and what each model gives. Tags that more
      than half of the models give are <b>bold</b>.
    </p>
    ${table('Tracks by agreement, least first', columns, tracks.slice(0, N_OPEN))}
    ${
      tracks.length <= N_OPEN
        ? null
        : html`<details>
            <summary>${formatCounted(tracks.length - N_OPEN, 'more track')}</summary>
            ${table('Tracks by agreement, continued', columns, tracks.slice(N_OPEN))}
          </details>`
    }
    ${
      items.length === 0
        ? null
        : table(
            'Single tags on which the models are split most evenly: the score of each, bold where the tag is given',
            itemColumns(vocabulary),
            items,
          )
    }`;
}

function trackColumns({ tags, raters }: VocabularyReport): Column<ReviewTrack>[] {
  const names = shortModelNames(raters.map(({ rater }) => rater));
  const nameOf = new Map(tags.map(({ tag, en }) => [tag, en]));
  return [
    {
      title: 'Track',
      cell: (track) =>
        html`${fileLink(track)}
          <div class="none">Jaccard ${formatIndex(track.meanJaccard)}</div>`,
    },
    ...names.map((title, i) => ({
      title,
      cell: ({ said }: ReviewTrack) => {
        const models = said.slice(0, -1);
        const isCommon = (tag: string): boolean =>
          2 * models.filter((one) => one?.some((given) => given.tag === tag)).length >
          models.length;
        const given = said[i] ?? null;
        if (given === null) return '–';
        if (given.length === 0) return html`<span class="none">none</span>`;
        return html`<ul class="said">
          ${given.map(({ tag, score }) => {
            const name = nameOf.get(tag) ?? tag;
            const shown = isCommon(tag) ? html`<b>${name}</b>` : html`${name}`;
            return html`<li>${shown} <span>${formatScore(score)}</span></li>`;
          })}
        </ul>`;
      },
    })),
  ];
}

function itemColumns({ tags, raters }: VocabularyReport): Column<ReviewItem>[] {
  const names = shortModelNames(raters.map(({ rater }) => rater));
  return [
    { title: 'Track', cell: fileLink },
    { title: 'Tag', cell: ({ tag }) => tags.find((known) => known.tag === tag)?.en ?? tag },
    ...raters.map(({ rater }, i) => ({
      title: names[i] ?? '',
      cell: ({ scores, selectedBy }: ReviewItem) => {
        const score = formatScore(scores[i] ?? 0);
        return selectedBy.some((model) => model === rater) ? html`<b>${score}</b>` : score;
      },
      numeric: true,
    })),
  ];
}

/** A local file as a link that opens it; browsers open no other kind of address of a source. */
function fileLink({ file, uri }: { file: string; uri: string }): Html {
  const name = html`<bdi class="file">${file}</bdi>`;
  return uri.startsWith('file:///') ? html`<a href="${uri}">${name}</a>` : name;
}
