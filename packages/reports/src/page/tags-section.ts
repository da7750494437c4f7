import type { RunReport, VocabularyReport } from '@earmark/core/report';
import { byVocabulary } from './by-vocabulary.ts';
import { formatPercent } from './format.ts';
import { html, type Html } from './html.ts';
import { table } from './table.ts';
import { listedTags, raterColumns, tagNameColumns } from './tag-columns.ts';
import { wordCloudFigure } from './word-cloud.ts';

/** How often each model selects each tag. */
export function tagsSection(report: RunReport): Html {
  return html`<section aria-labelledby="tags">
    <h2 id="tags">Tag frequency</h2>
    ${byVocabulary(report, frequencies)}
  </section>`;
}

function frequencies(vocabulary: VocabularyReport): Html {
  const tags = listedTags(vocabulary);
  const selected = tags.filter(({ index }) =>
    vocabulary.raters.some((rater) => (rater.tags[index]?.count ?? 0) > 0),
  );
  const unselected = tags.filter((tag) => !selected.includes(tag)).map(({ en }) => en);
  const columns = [
    ...tagNameColumns(vocabulary),
    ...raterColumns(vocabulary, { value: ({ share }) => share, format: formatPercent }),
  ];
  const caption = 'Share of the scored tracks for which each model selects the tag, in percent';
  return html`${selected.length > 0 ? wordCloudFigure(vocabulary) : null}
  ${selected.length > 0 ? table(caption, columns, selected) : null}
  ${unselected.length > 0 ? html`<p>Never selected: ${unselected.join(', ')}.</p>` : null}`;
}
