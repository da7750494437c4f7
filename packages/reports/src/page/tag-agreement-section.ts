import type { Agreement, RunReport, VocabularyReport } from '@earmark/core/report';
import { formatCount, formatCounted } from '@earmark/core/text';
import { byVocabulary } from './by-vocabulary.ts';
import { formatIndex, formatPercent } from './format.ts';
import { html, type Html } from './html.ts';
import { type Column, table } from './table.ts';
import { type ListedTag, listedTags, tagNameColumns } from './tag-columns.ts';

type TagAgreement = Agreement['tags'][number];

const N_NAMED = 3;

/** How far the models agree on each tag; null where no two models can be compared. */
export function tagAgreementSection(report: RunReport): Html | null {
  if (report.vocabularies.every(({ agreement }) => agreement === null)) return null;
  return html`<section aria-labelledby="tag-agreement">
    <h2 id="tag-agreement">Agreement per tag</h2>
    <p>
      Two models agree on a tag of a track when both select it or neither does. Most tags are rare,
      so most of this agreement is on absent tags. Fleiss’ kappa corrects for agreement by chance: 0
      is chance, 1 is complete agreement. It tends to be low for rare tags.
    </p>
    ${byVocabulary(report, agreementOnTags)}
  </section>`;
}

function agreementOnTags(vocabulary: VocabularyReport): Html | null {
  const { agreement } = vocabulary;
  if (agreement === null) return null;
  if (agreement.nCompleteTracks === 0) return html`<p>No track was scored by all models.</p>`;
  const columns = [...tagNameColumns(vocabulary), ...agreementColumns(agreement)];
  const selected = listedTags(vocabulary).filter(
    ({ index }) => (agreement.tags[index]?.nTracksSelectedByAny ?? 0) > 0,
  );
  return html`<p>${findings(vocabulary, agreement)}</p>
    ${table('Agreement of the models on each tag that any of them selects', columns, selected)}`;
}

function findings({ tags, raters }: VocabularyReport, agreement: Agreement): string {
  const { nCompleteTracks, pooledFleissKappa, meanFleissKappa, nUndefinedKappas } = agreement;
  const least = agreement.leastAgreed.tags
    .slice(0, N_NAMED)
    .map((tag) => tags.find((known) => known.tag === tag)?.en ?? tag);
  const nModels = raters.length - 1;
  const models = nModels === 2 ? 'both' : `all ${nModels}`;
  const scope = `Over the ${formatCounted(nCompleteTracks, 'track')} that ${models} models scored, `;
  const kappas =
    `kappa is ${formatIndex(pooledFleissKappa)} with all tags pooled and ` +
    `${formatIndex(meanFleissKappa)} on average over the tags` +
    (nUndefinedKappas === 0
      ? '.'
      : `; it is undefined for ${formatCounted(nUndefinedKappas, 'tag')} that every model always or never selects.`);
  return scope + kappas + (least.length === 0 ? '' : ` Lowest kappa: ${least.join(', ')}.`);
}

function agreementColumns({ tags }: Agreement): Column<ListedTag>[] {
  return FIGURES.map(({ title, of, format, hasBar }) => {
    const value = ({ index }: ListedTag): number | null => {
      const figures = tags[index];
      return figures === undefined ? null : of(figures);
    };
    const column = {
      title,
      cell: (tag: ListedTag) => format(value(tag)),
      numeric: true,
      value,
    };
    return hasBar ? { ...column, bar: (tag: ListedTag) => Math.max(0, value(tag) ?? 0) } : column;
  });
}

interface Figure {
  readonly title: string;
  readonly of: (tag: TagAgreement) => number | null;
  readonly format: (value: number | null) => string;
  readonly hasBar?: boolean;
}

const FIGURES: readonly Figure[] = [
  { title: 'Fleiss’ kappa', of: (tag) => tag.fleissKappa, format: formatIndex, hasBar: true },
  { title: 'Pairs that agree,\u00a0%', of: (tag) => tag.agreementShare, format: formatPercent },
  {
    title: '… where any selects it,\u00a0%',
    of: (tag) => tag.positivePairAgreement,
    format: formatPercent,
  },
  { title: 'Unanimous,\u00a0%', of: (tag) => tag.unanimousShare, format: formatPercent },
  { title: 'Selected,\u00a0%', of: (tag) => tag.selectionRate, format: formatPercent },
  {
    title: 'Tracks, any model',
    of: (tag) => tag.nTracksSelectedByAny,
    format: (value) => formatCount(value ?? 0),
  },
];
