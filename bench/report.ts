// How long does the report of a whole corpus take?
//
//   npm run bench -- report [TRACKS] [MODELS]
import { buildReport } from '@earmark/aggregator/build-report.js';
import { renderReportHtml } from '@earmark/aggregator/report/render-report-html.js';
import { ownCpuSeconds } from './support/cpu-seconds.ts';
import { facts } from './support/facts.ts';
import { openFullCorpus } from './support/full-corpus.ts';

const [nTracks = 55_609, nModels = 8] = process.argv.slice(2).map(Number);
const t0 = performance.now();
const corpus = await openFullCorpus({ nTracks, nModels });
console.log('load', performance.now() - t0);
try {
  for (let i = 0; i < 2; i++) {
    const start = performance.now();
    const cpu = ownCpuSeconds();
    const report = await buildReport(corpus.pool, corpus.runId);
    const built = performance.now();
    const html = renderReportHtml(report);
    console.log(facts(), built - start, performance.now() - built, html.length, ownCpuSeconds() - cpu);
  }
} finally {
  await corpus.close();
}
