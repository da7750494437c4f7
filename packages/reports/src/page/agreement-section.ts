import { isInt8Name } from '@earmark/core/model';
import type { Agreement, Pair, RunReport, VocabularyReport } from '@earmark/core/report';
import { formatCount, formatCounted } from '@earmark/core/text';
import { byVocabulary } from './by-vocabulary.ts';
import { figure } from './chart.ts';
import { formatIndex, formatShare, shortModelNames } from './format.ts';
import { html, type Html } from './html.ts';
import { jaccardHeatMap } from './jaccard-heat-map.ts';
import { type Column, table } from './table.ts';

/** How far the models agree on the tags of a track, or why they cannot be compared. */
export function agreementSection(report: RunReport): Html {
  const { topK, threshold } = report.options;
  const isComparable = report.vocabularies.some(({ agreement }) => agreement !== null);
  return html`<section aria-labelledby="agreement">
    <h2 id="agreement">Agreement</h2>
    <p>
      For each track a model selects up to ${topK} tags: those with the highest scores, from
      ${threshold} on. The agreement of two models on a track is the Jaccard index of their two sets
      of tags: the number of tags in both sets divided by the number in either, from 0 to 1. Two
      empty sets count as 1. “By chance” is the mean Jaccard index of the set of one model for a
      track and the set of the other model for a different track.
    </p>
    ${isComparable ? html`${ensembleNote(report)} ${byVocabulary(report, (one) => comparison(one, topK))}` : nothingToCompare(report)}
    ${incomparablePairs(report)}
  </section>`;
}

function nothingToCompare({ models }: RunReport): Html {
  const reason =
    models.length < 2
      ? 'this run has one model'
      : 'no two models of this run that scored a track share a vocabulary';
  return html`<p>
    Agreement is measured between models that share a vocabulary. There are no pairs here:
    ${reason}.
  </p>`;
}

function comparison(
  { agreement, raters, vocabulary, tags }: VocabularyReport,
  topK: number,
): Html | null {
  if (agreement === null) return null;
  const { pairs, withEnsemble, uniformChance } = agreement;
  const pairTable = table(`Agreement on ${vocabulary}, pair by pair`, PAIR_COLUMNS, [
    ...pairs,
    ...withEnsemble,
  ]);
  const uniform = html`<p>
    The expected index of two random sets of ${Math.min(topK, tags.length)} of the ${tags.length}
    tags is ${formatIndex(uniformChance)}.
  </p>`;
  if (pairs.length === 1) return html`${pairTable} ${uniform}`;
  const heatMap = jaccardHeatMap(
    raters.map(({ rater }) => rater),
    agreement,
  );
  return html`<div class="beside">
      ${figure(heatMap, HEAT_MAP_CAPTION)}
      <div>
        <p>${findings(agreement)}</p>
        ${uniform}
      </div>
    </div>
    <details>
      <summary>All ${formatCounted(pairs.length + withEnsemble.length, 'pair')} in numbers</summary>
      ${pairTable}
    </details>`;
}

function ensembleNote({ models }: RunReport): Html {
  const inInt8 = models.map(({ name }) => name).filter(isInt8Name);
  const others = inInt8.length < models.length ? ', all others in float32' : '';
  return html`<p>
    The ensemble is the mean of the scores of all models with the same vocabulary, on the tracks
    that all of them scored. Its agreement with each model is higher because the model is part of
    it. ${inInt8.length > 0 ? html`Computed in int8: ${inInt8.join(', ')}${others}.` : null}
  </p>`;
}

const HEAT_MAP_CAPTION = html`Mean Jaccard index of every pair: as measured below the diagonal, by
  chance above it. <span class="scale">0 <i></i> 1</span>`;

function findings({ pairs, overallMean }: Agreement): string {
  if (overallMean === null) return 'No track was scored by two of these models.';
  const models = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const names = new Map(models.map((name, i) => [name, shortModelNames(models)[i] ?? name]));
  const known = pairs
    .filter(({ mean }) => mean !== null)
    .toSorted((a, b) => (b.mean ?? 0) - (a.mean ?? 0));
  const show = ({ a, b, mean }: Pair): string =>
    `${names.get(a) ?? a} and ${names.get(b) ?? b} (${formatIndex(mean)})`;
  const [most] = known;
  const least = known.at(-1);
  const mean = `The mean over all pairs of models is ${formatIndex(overallMean)}.`;
  if (most === undefined || least === undefined || most === least) return mean;
  return `${mean} The most similar models are ${show(most)}; the least similar are ${show(least)}.`;
}

function incomparablePairs({ nIncomparablePairs }: RunReport): Html | null {
  if (nIncomparablePairs === 0) return null;
  return html`<p>
    ${formatCounted(nIncomparablePairs, 'pair')} of models with different vocabularies cannot be
    compared.
  </p>`;
}

const PAIR_COLUMNS: readonly Column<Pair>[] = [
  { title: 'Models', cell: ({ a, b }) => `${a} – ${b}` },
  { title: 'Mean Jaccard', cell: ({ mean }) => formatIndex(mean), numeric: true },
  { title: 'By chance', cell: ({ chance }) => formatIndex(chance), numeric: true },
  {
    title: 'Empty sets as 0',
    cell: ({ meanEmptyAsZero }) => formatIndex(meanEmptyAsZero),
    numeric: true,
  },
  {
    title: 'Identical sets',
    cell: ({ exactMatchShare }) => formatShare(exactMatchShare),
    numeric: true,
  },
  { title: 'Both empty', cell: ({ nBothEmpty }) => formatCount(nBothEmpty), numeric: true },
  { title: 'Tracks', cell: ({ nTracks }) => formatCount(nTracks), numeric: true },
];
