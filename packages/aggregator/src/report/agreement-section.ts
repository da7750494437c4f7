import type { Agreement, RunReport } from '@earmark/core/report/run-report.js';
import { figure } from './figure.ts';
import { formatCount, formatCounted, formatIndex, formatShare } from './format.ts';
import { html, type Html } from './html.ts';
import { jaccardHeatMap } from './jaccard-heat-map.ts';
import { shortModelNames } from './model-names.ts';
import { table, type Column } from './table.ts';

type Pair = Agreement['pairs'][number];

/** How far the models agree on the tags of a track; or why there is nothing to compare. */
export function agreementSection(report: RunReport): Html {
  const { topK, threshold } = report.options;
  return html`<section aria-labelledby="agreement">
    <h2 id="agreement">Agreement</h2>
    <p>
      Two models agree on a track as far as the sets of its best ${topK} tags with a score of
      ${threshold} or more are the same: the number of tags in both over the number in either, their
      Jaccard index, from 0 to 1. Two empty sets count as 1.
    </p>
    ${report.agreement.length === 0 ? nothingToCompare(report) : null}
    ${report.agreement.map((agreement) => comparison(agreement, report.agreement.length > 1))}
    ${leftOut(report)}
  </section>`;
}

function nothingToCompare({ models }: RunReport): Html {
  const reason =
    models.length < 2
      ? 'this run had one model'
      : `the ${models.length} models of this run all have different vocabularies`;
  return html`<p>
    Agreement takes two models that score the same vocabulary, and ${reason}, so there are no pairs.
  </p>`;
}

function comparison(agreement: Agreement, named: boolean): Html {
  const { models, pairs, vocabulary, overallMean } = agreement;
  const pairTable = table(`Agreement on ${vocabulary}, pair by pair`, PAIR_COLUMNS, pairs);
  const title = named ? html`<h3>${vocabulary}</h3>` : null;
  if (overallMean === null) {
    return html`${title}
      <p>No track was scored by two of these models, so there is nothing to compare.</p>`;
  }
  if (models.length === 2) return html`${title} ${pairTable}`;
  return html`${title}
    <div class="beside">
      ${figure(jaccardHeatMap(agreement), `Mean Jaccard index of every two models, ${vocabulary}.`)}
      <p>${findings(agreement)}</p>
    </div>
    <details>
      <summary>All ${formatCounted(pairs.length, 'pair')} in numbers</summary>
      ${pairTable}
    </details>`;
}

function findings({ models, pairs, overallMean }: Agreement): string {
  const names = new Map(models.map((id, i) => [id, shortModelNames(models)[i] ?? id]));
  const known = pairs
    .filter(({ mean }) => mean !== null)
    .toSorted((a, b) => (b.mean ?? 0) - (a.mean ?? 0));
  const show = ({ a, b, mean }: Pair): string =>
    `${names.get(a) ?? a} and ${names.get(b) ?? b} (${formatIndex(mean)})`;
  const [most] = known;
  const least = known.at(-1);
  const mean = `The mean over all pairs is ${formatIndex(overallMean)}.`;
  if (most === undefined || least === undefined || most === least) return mean;
  return `${mean} Most alike are ${show(most)}, least alike ${show(least)}.`;
}

function leftOut({ nPairsLeftOut, agreement }: RunReport): Html | null {
  if (nPairsLeftOut === 0 || agreement.length === 0) return null;
  return html`<p>
    ${formatCounted(nPairsLeftOut, 'pair')} of models with different vocabularies are left out:
    their tags are not the same words.
  </p>`;
}

const PAIR_COLUMNS: readonly Column<Pair>[] = [
  { title: 'Models', cell: ({ a, b }) => `${a} – ${b}` },
  { title: 'Mean Jaccard', cell: ({ mean }) => formatIndex(mean), numeric: true },
  {
    title: 'Empty sets as 0',
    cell: ({ meanEmptyAsZero }) => formatIndex(meanEmptyAsZero),
    numeric: true,
  },
  {
    title: 'Same set',
    cell: ({ exactMatchShare }) => formatShare(exactMatchShare),
    numeric: true,
  },
  { title: 'Both empty', cell: ({ nBothEmpty }) => formatCount(nBothEmpty), numeric: true },
  { title: 'Tracks', cell: ({ nTracks }) => formatCount(nTracks), numeric: true },
];
