import type { ReviewItem, ReviewTrack, RunReport, VocabularyReport } from '@earmark/core/report';
import { formatCounted } from '@earmark/core/text';
import { byVocabulary } from './by-vocabulary.ts';
import { formatIndex, formatScore, shortModelNames } from './format.ts';
import { html, type Html } from './html.ts';
import { type Column, table } from './table.ts';

/** Tracks beyond these are collapsed. */
const N_OPEN = 20;

/** Columns that fit into the width of the text. */
const N_NARROW = 6;

/** The tracks that a person should review; null where no two models can be compared. */
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
  if (tracks.length === 0) return html`<p>The models agree on every track.</p>`;
  return html`<p>
      The ${formatCounted(tracks.length, 'track')} on which the models agree least, lowest agreement
      first, with the mean Jaccard index over the pairs of models and the tags of each model. A tag
      that more than half of the models select is <b>bold</b>.
    </p>
    ${table('Tracks by agreement, lowest first', columns, tracks.slice(0, N_OPEN))}
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
            'Tags on which the models disagree most: the score of each model, bold where it selects the tag',
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
      cell: ({ topTags }: ReviewTrack) => {
        const models = topTags.slice(0, -1);
        const isCommon = (tag: string): boolean =>
          2 * models.filter((tags) => tags?.some((selected) => selected.tag === tag)).length >
          models.length;
        const selected = topTags[i] ?? null;
        if (selected === null) return '–';
        if (selected.length === 0) return html`<span class="none">none</span>`;
        return html`<ul class="top-tags">
          ${selected.map(({ tag, score }) => {
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

/** A local file as a link; browsers open no other kind of source address. */
function fileLink({ file, uri }: { file: string; uri: string }): Html {
  const name = html`<bdi class="file">${file}</bdi>`;
  return uri.startsWith('file:///') ? html`<a href="${uri}">${name}</a>` : name;
}
