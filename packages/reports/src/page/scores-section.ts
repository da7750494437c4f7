import type { RunReport, VocabularyReport } from '@earmark/core/report';
import { byVocabulary } from './by-vocabulary.ts';
import { chartSvg } from './chart-svg.ts';
import { formatIndex } from './format.ts';
import { html, type Html } from './html.ts';
import { listedTags } from './listed-tags.ts';
import { shortModelNames } from './model-names.ts';
import { scoreHistogram } from './score-histogram.ts';
import { table } from './table.ts';
import { raterColumns, tagNameColumns } from './tag-columns.ts';

/** How the probabilities of each model are distributed, and their mean for each tag. */
export function scoresSection(report: RunReport): Html {
  return html`<section aria-labelledby="scores">
    <h2 id="scores">Probabilities</h2>
    ${byVocabulary(report, (vocabulary) => distributions(vocabulary, report.options.topK))}
  </section>`;
}

function distributions(vocabulary: VocabularyReport, topK: number): Html {
  const { raters } = vocabulary;
  const names = shortModelNames(raters.map(({ rater }) => rater));
  const most = Math.max(...raters.flatMap(({ histogram }) => histogram.all));
  const columns = [
    ...tagNameColumns(vocabulary),
    ...raterColumns(vocabulary, { value: ({ meanScore }) => meanScore, format: formatIndex }),
  ];
  return html`<figure>
      <div class="multiples">
        ${raters.map(({ histogram }, i) =>
          chartSvg(scoreHistogram(names[i] ?? '', histogram, most)),
        )}
      </div>
      <figcaption>
        Number of probabilities in bins of 0.05, on a logarithmic scale:
        <span class="key all"></span> of all tags of all tracks, <span class="key top"></span> of
        the tags that were given (the best ${topK}).
      </figcaption>
    </figure>
    ${table('Mean probability of each tag over all scored tracks', columns, listedTags(vocabulary))}`;
}
