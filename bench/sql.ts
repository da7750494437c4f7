// How long does each query of docs/sql.md take on the ledger of a whole corpus, and what does it read to its end?
//
//   npm run bench -- sql [TRACKS] [MODELS]
//
// Runs each six times and prints the median of the last five, as the analysts' role. Exits 1 when one is over its limit,
// or reads the predictions of more models than it names. DATABASE_URL names the Postgres for it, else the embedded one.
import { documentedQueries } from './support/documented-queries.ts';
import { facts } from './support/facts.ts';
import { openFullCorpus } from './support/full-corpus.ts';
import { tablesRead } from './support/tables-read.ts';
import { timeQuery } from './support/time-query.ts';

const DEFAULT_LIMIT_MS = 2_000;
const LIMIT_MS: Readonly<Record<string, number>> = {
  'Tracks with the highest score of a tag': 100,
  'One track': 50,
  'Tag frequency': 100,
  'Tag frequency of a run': 100,
  'Distribution of a tag': 100,
  'Tags of an artist': 50,
  'Tracks of an artist by name': 50,
  'Tags of an album': 50,
  'History of a score': 50,
  Throughput: 100,
};

const [nTracks = 55_609, nModels = 8] = process.argv.slice(2).map(Number);
const corpus = await openFullCorpus({ nTracks, nModels });
const client = await corpus.pool.connect();
try {
  await client.query('set role earmark_reader');
  const { rows } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  console.log(facts());
  console.log(`${nTracks} tracks x ${nModels} models, in ms, Postgres ${rows[0]?.version ?? ''}`);
  for (const { title, sql } of documentedQueries()) {
    const { nRows, ms } = await timeQuery(client, sql);
    const limit = LIMIT_MS[title] ?? DEFAULT_LIMIT_MS;
    const read = await tablesRead(client, sql, { minRows: Math.floor(nTracks / 2) });
    const verdict = ms > limit ? 'SLOW' : readsTooMuch(sql, read) ? 'READS TOO MUCH' : 'ok';
    if (verdict !== 'ok') process.exitCode = 1;
    console.log(
      `${verdict.padEnd(4)} ${ms.toFixed(1).padStart(7)} of ${String(limit).padStart(4)}  ` +
        `${String(nRows).padStart(5)} rows  ${title.padEnd(44)} reads all of: ${inWords(read)}`,
    );
  }
} finally {
  client.release(true);
  await corpus.close();
}

/** Whether a query that names models reads the predictions of others, too. */
function readsTooMuch(sql: string, read: ReadonlyMap<string, number>): boolean {
  const named = new Set(sql.match(/'jamendo\/\w+'/g));
  return named.size > 0 && (read.get('prediction') ?? 0) > named.size;
}

function inWords(read: ReadonlyMap<string, number>): string {
  const tables = [...read].map(([name, n]) => (n === 1 ? name : `${name} x ${String(n)}`));
  return tables.join(', ') || '-';
}
