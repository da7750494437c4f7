import type { RunReport, TagFrequencies } from '@earmark/core/report/run-report.js';
import { figure } from './figure.ts';
import { formatIndex, formatShare } from './format.ts';
import { html, type Html } from './html.ts';
import { shortModelNames } from './model-names.ts';
import { tagFrequencyBars } from './tag-frequency-bars.ts';
import { tagRows, type TagRow } from './tag-rows.ts';
import { table, type Column } from './table.ts';

/** How often each model gives each tag, vocabulary by vocabulary. */
export function tagsSection({ tagFrequencies }: RunReport): Html {
  const scored = tagFrequencies.filter(({ nTracks }) => nTracks > 0);
  const vocabularies = [...new Set(scored.map(({ vocabulary }) => vocabulary))];
  const nothing = html`<p>No track was tagged, so there are no frequencies.</p>`;
  return html`<section aria-labelledby="tags">
    <h2 id="tags">Tag frequency</h2>
    ${vocabularies.length === 0 ? nothing : null}
    ${vocabularies.map((vocabulary) => {
      const models = scored.filter((model) => model.vocabulary === vocabulary);
      return frequencies(vocabulary, models, vocabularies.length > 1);
    })}
  </section>`;
}

function frequencies(vocabulary: string, models: readonly TagFrequencies[], named: boolean): Html {
  const names = shortModelNames(models.map(({ model }) => model));
  const rows = tagRows(models);
  const given = rows.filter(({ shares }) => shares.some((share) => share !== null && share > 0));
  const ungiven = rows.filter((row) => !given.includes(row)).map(({ en }) => en);
  const caption =
    `Share of scored tracks that got each tag, in percent, ${vocabulary}` +
    (models.length > 1 ? '; all models on one scale.' : '.');
  return html`${named ? html`<h3>${vocabulary}</h3>` : null}
    ${given.length > 0 ? figure(tagFrequencyBars(names, given), caption) : null}
    ${ungiven.length > 0 ? html`<p>No track got ${ungiven.join(', ')}.</p>` : null}
    <details>
      <summary>All ${rows.length} tags in numbers</summary>
      ${table(
        'Share of scored tracks that got the tag',
        columns(names, ({ shares }) => shares, formatShare),
        rows,
      )}
      ${table(
        'Mean score over all scored tracks',
        columns(names, ({ meanScores }) => meanScores, formatIndex),
        rows,
      )}
    </details>`;
}

function columns(
  models: readonly string[],
  values: (row: TagRow) => readonly (number | null)[],
  format: (value: number | null) => string,
): Column<TagRow>[] {
  return [
    { title: 'Tag', cell: ({ en, zh }) => html`${en} <span lang="zh">${zh}</span>` },
    ...models.map((title, i) => ({
      title,
      cell: (row: TagRow) => format(values(row)[i] ?? null),
      numeric: true,
    })),
  ];
}
