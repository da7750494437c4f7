import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createPool, migrate, type Pool } from '@earmark/ledger';
import {
  ledgerQueries,
  type LedgerQuery,
  type PanelJson,
} from '../../bench/support/dashboard-queries.ts';
import { expandedLedgerQueries } from '../../bench/support/dashboard-sql.ts';
import { fillCorpus } from '../../bench/support/fill-corpus.ts';
import { createDatabase } from '../support/services.ts';

// Every SQL query of the dashboards, as the role that Grafana has, on a ledger with two complete runs.

/** Types of Postgres by their oids, as Grafana tells them apart. */
const KINDS: Readonly<Record<number, Kind>> = {
  ...{ 20: 'number', 21: 'number', 23: 'number', 700: 'number', 701: 'number', 1700: 'number' },
  ...{ 25: 'text', 1184: 'time' },
};
type Kind = 'number' | 'text' | 'time';

interface Answer {
  readonly nRows: number;
  readonly columns: ReadonlyMap<string, Kind | undefined>;
}

let pool: Pool;
let client: Client;
let expanded: readonly LedgerQuery[];

beforeAll(async () => {
  const url = await createDatabase('dashboard_sql');
  pool = createPool(url);
  await migrate(pool);
  const { runId } = await fillCorpus(pool, url, { nTracks: 1_000, nModels: 3, seed: 1 });
  client = await pool.connect();
  // That of the pool is the schema of the ledger.
  await client.query('set role earmark_reader; set search_path to public');
  expanded = await expandedLedgerQueries(client, runId);
});
afterAll(async () => {
  client.release(true);
  await pool.end();
});

async function answer(title: string): Promise<Answer> {
  const { sql } = expanded.find((query) => query.title === title)!;
  const { rowCount, fields } = await client.query(sql);
  const columns = fields.map(({ name, dataTypeID }) => [name, KINDS[dataTypeID]] as const);
  return { nRows: rowCount ?? 0, columns: new Map(columns) };
}

test.each(ledgerQueries())(
  '$title has rows with the columns that its panel shows',
  async (query) => {
    const { nRows, columns } = await answer(query.title);
    expect(nRows).toBeGreaterThan(0);
    expect([...columns.values()]).not.toContain(undefined);
    expect([...columns.keys()]).toEqual(expect.arrayContaining([...shownColumns(query.panel)]));
  },
);

/** Columns that the settings of a panel name. */
function shownColumns({
  options,
  fieldConfig,
  transformations = [],
}: PanelJson): readonly string[] {
  const overridden = (fieldConfig?.overrides ?? []).flatMap(({ matcher }) =>
    matcher.id === 'byName' ? [matcher.options ?? ''] : [],
  );
  const pivoted = transformations.flatMap((transformation) => {
    const { rowField, columnField, valueField } = transformation.options as Record<string, string>;
    return [rowField!, columnField!, valueField!];
  });
  return [...overridden, ...pivoted, ...(options?.xField === undefined ? [] : [options.xField])];
}

const barCharts = ledgerQueries().filter(({ panel }) => panel.type === 'barchart');

test.each(barCharts)('$title has a number for each named bar', async ({ title, panel }) => {
  const { columns } = await answer(title);
  const { xField } = panel.options!;
  expect(columns.get(xField!)).toBe('text');
  expect([...columns].filter(([name]) => name !== xField).map(([, kind]) => kind)).toEqual([
    'number',
  ]);
});

const matrices = ledgerQueries().filter(({ panel }) => panel.transformations !== undefined);

test.each(matrices)('$title has a number for each pair of texts', async ({ title }) => {
  expect([...(await answer(title)).columns.values()].sort()).toEqual(['number', 'text', 'text']);
});

const graphs = ledgerQueries().filter(({ panel }) => panel.type === 'timeseries');

test.each(graphs)('$title has a number for each time', async ({ title }) => {
  expect([...(await answer(title)).columns]).toEqual([
    ['time', 'time'],
    [expect.any(String), 'number'],
  ]);
});

test('the agreement of models is that of the ledger where the sample has all tracks', async () => {
  const { sql } = expanded.find(({ panel }) => panel.title === 'Agreement of models')!;
  const { rows: shown } = await client.query<{ model: string; other: string; jaccard: number }>(
    sql,
  );
  const { rows: exact } = await client.query<{ model_a: string; model_b: string; jaccard: number }>(
    'select * from earmark.agreement where run_id = 1',
  );
  expect(shown).toHaveLength(2 * exact.length);
  for (const { model_a, model_b, jaccard } of exact) {
    const both = shown.filter(({ model, other }) =>
      [`${model_a} ${model_b}`, `${model_b} ${model_a}`].includes(`${model} ${other}`),
    );
    expect(both).toHaveLength(2);
    for (const pair of both) expect(pair.jaccard).toBeCloseTo(jaccard, 9);
  }
});
