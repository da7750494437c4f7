// How long does the report of a whole corpus take, from the ledger to the page?
//
//   npm run bench -- report [TRACKS] [MODELS]
//
// Fills a fresh embedded database with generated predictions, then builds and renders the report three times: the
// first includes what a process does once. Result files are not part of it.
import { buildReport } from '@earmark/reports';
import { renderReportHtml } from '@earmark/reports/page';
import { ownCpuSeconds } from './support/cpu-seconds.ts';
import { facts } from './support/facts.ts';
import { openFullCorpus } from './support/full-corpus.ts';

const [nTracks = 55_609, nModels = 8] = process.argv.slice(2).map(Number);
const corpus = await openFullCorpus({ nTracks, nModels });
try {
  console.log(facts());
  console.log(`${nTracks} tracks x ${nModels} models`);
  for (const which of ['first', 'second', 'third']) {
    const start = performance.now();
    const cpu = ownCpuSeconds();
    const report = await buildReport(corpus.pool, corpus.runId);
    const built = performance.now();
    const html = renderReportHtml(report);
    const rendered = performance.now();
    console.log(
      `${which.padEnd(8)} build ${seconds(built - start)}, render ${seconds(rendered - built)}, ` +
        `${(ownCpuSeconds() - cpu).toFixed(2)} CPU s of Node; html ${kilobytes(html)}, ` +
        `json ${kilobytes(JSON.stringify(report))}`,
    );
  }
} finally {
  await corpus.close();
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function kilobytes(text: string): string {
  return `${(Buffer.byteLength(text) / 1_000).toFixed(0)} kB`;
}
