// How long does each SQL query of the Grafana dashboards take on the ledger of a whole corpus?
//
//   npm run bench -- dashboards [TRACKS] [MODELS]
//
// Runs each six times and prints the median of the last five, as the role of Grafana. Exits 1 when one takes over 2 s.
import { expandedLedgerQueries } from './support/dashboard-sql.ts';
import { facts } from './support/facts.ts';
import { openFullCorpus } from './support/full-corpus.ts';
import { timeQuery } from './support/time-query.ts';

const LIMIT_MS = 2_000;

const [nTracks = 55_609, nModels = 8] = process.argv.slice(2).map(Number);
const corpus = await openFullCorpus({ nTracks, nModels });
const client = await corpus.pool.connect();
try {
  await client.query('set role earmark_reader; set search_path to public');
  console.log(facts());
  console.log(`${nTracks} tracks x ${nModels} models, in ms`);
  for (const { title, sql } of await expandedLedgerQueries(client, corpus.runId)) {
    const { nRows, ms } = await timeQuery(client, sql);
    if (ms > LIMIT_MS) process.exitCode = 1;
    const verdict = ms <= LIMIT_MS ? 'ok' : 'SLOW';
    console.log(
      `${verdict.padEnd(4)} ${ms.toFixed(1).padStart(7)}  ${String(nRows).padStart(5)} rows  ${title}`,
    );
  }
} finally {
  client.release(true);
  await corpus.close();
}
