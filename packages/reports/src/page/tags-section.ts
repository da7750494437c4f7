import type { RunReport, VocabularyReport } from '@earmark/core/report';
import { byVocabulary } from './by-vocabulary.ts';
import { formatPercent } from './format.ts';
import { html, type Html } from './html.ts';
import { listedTags } from './listed-tags.ts';
import { table } from './table.ts';
import { raterColumns, tagNameColumns } from './tag-columns.ts';
import { wordCloudFigure } from './word-cloud-figure.ts';

/** How often each model gives each tag. */
export function tagsSection(report: RunReport): Html {
  return html`<section aria-labelledby="tags">
    <h2 id="tags">Tag frequency</h2>
    ${byVocabulary(report, frequencies)}
  </section>`;
}

function frequencies(vocabulary: VocabularyReport): Html {
  const tags = listedTags(vocabulary);
  const given = tags.filter(({ index }) =>
    vocabulary.raters.some((rater) => (rater.tags[index]?.count ?? 0) > 0),
  );
  const ungiven = tags.filter((tag) => !given.includes(tag)).map(({ en }) => en);
  const columns = [
    ...tagNameColumns(vocabulary),
    ...raterColumns(vocabulary, { value: ({ share }) => share, format: formatPercent }),
  ];
  const caption = 'Share of the scored tracks that got each tag, in percent';
  return html`${given.length > 0 ? wordCloudFigure(vocabulary) : null}
  ${given.length > 0 ? table(caption, columns, given) : null}
  ${ungiven.length > 0 ? html`<p>No track got ${ungiven.join(', ')}.</p>` : null}`;
}
