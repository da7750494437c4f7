// How long does each query of docs/sql.md take on the ledger of a whole corpus, and what does it read to its end?
//
//   npm run bench -- sql [TRACKS] [MODELS]
//
// Runs each six times and prints the median of the last five, as the analysts' role. Exits 1 when one is over its limit.
import { documentedQueries } from './support/documented-queries.ts';
import { facts } from './support/facts.ts';
import { openFullCorpus } from './support/full-corpus.ts';
import { scannedTables } from './support/scanned-tables.ts';
import { timeQuery } from './support/time-query.ts';

const DEFAULT_LIMIT_MS = 2_000;
const LIMIT_MS: Readonly<Record<string, number>> = {
  'Tracks with the highest score of a tag': 50,
  'One track': 50,
  'Tag frequency': 150,
  'Distribution of a tag': 150,
  'Tags of an artist': 50,
};

const [nTracks = 55_609, nModels = 8] = process.argv.slice(2).map(Number);
const corpus = await openFullCorpus({ nTracks, nModels });
const client = await corpus.pool.connect();
try {
  await client.query('set role earmark_reader');
  console.log(facts());
  console.log(`${nTracks} tracks x ${nModels} models, in ms`);
  for (const { title, sql } of documentedQueries()) {
    const { nRows, ms } = await timeQuery(client, sql);
    const limit = LIMIT_MS[title] ?? DEFAULT_LIMIT_MS;
    const scanned = await scannedTables(client, sql, { minRows: nTracks / 2 });
    const verdict = ms <= limit ? 'ok' : 'SLOW';
    if (ms > limit) process.exitCode = 1;
    console.log(
      `${verdict.padEnd(4)} ${ms.toFixed(1).padStart(7)} of ${String(limit).padStart(4)}  ` +
        `${String(nRows).padStart(5)} rows  ${title.padEnd(44)} reads all of: ${scanned.join(', ') || '-'}`,
    );
  }
} finally {
  client.release(true);
  await corpus.close();
}
