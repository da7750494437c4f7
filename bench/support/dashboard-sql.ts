import type { RunId } from '@earmark/core/run';
import type { Queryable } from '@earmark/ledger';
import { ledgerQueries, type LedgerQuery, readDashboards } from './dashboard-queries.ts';

/** Chosen values of the variables of a dashboard, by name. */
type Choice = ReadonlyMap<string, string>;

/** The queries of all dashboards as Grafana sends them when a run, and of every other variable the first value, is chosen. */
export async function expandedLedgerQueries(
  db: Queryable,
  runId: RunId,
): Promise<readonly LedgerQuery[]> {
  const choice = new Map([['run', String(runId)]]);
  for (const { name, sql } of ledgerVariables()) {
    const { rows } = await db.query<{ __value: unknown; __text: unknown }>(expandSql(sql, choice));
    const [first] = rows;
    if (typeof first?.__text !== 'string') throw new Error(`The variable ${name} has no value.`);
    if (!choice.has(name)) choice.set(name, String(first.__value));
  }
  return ledgerQueries().map((query) => ({ ...query, sql: expandSql(query.sql, choice) }));
}

/** The variables that a query on the ledger fills, in the order in which they depend on each other. */
function ledgerVariables(): readonly { readonly name: string; readonly sql: string }[] {
  return readDashboards()
    .flatMap(({ templating }) => templating.list)
    .flatMap(({ name, query }) => (typeof query === 'string' ? [{ name, sql: query }] : []));
}

/** Replaces variables, and the macros of the time that is shown by all time. */
function expandSql(sql: string, choice: Choice): string {
  return sql
    .replaceAll('$__timeFrom()', "'1970-01-01T00:00:00Z'")
    .replaceAll('$__timeTo()', "'2100-01-01T00:00:00Z'")
    .replaceAll(
      /\$\{(\w+):sqlstring\}/g,
      (_, name: string) => `'${valueOf(name, choice).replaceAll("'", "''")}'`,
    )
    .replaceAll(/\$(\w+)/g, (_, name: string) => valueOf(name, choice));
}

function valueOf(name: string, choice: Choice): string {
  const value = choice.get(name);
  if (value === undefined) throw new Error(`There is no variable ${name}.`);
  return value;
}
