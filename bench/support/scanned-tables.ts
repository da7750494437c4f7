import type { Queryable } from '@earmark/ledger';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  /** 0 for a part that turned out not to be needed, such as the partition of another model. */
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The tables that a query reads from end to end, of those with so many rows at least; partitions are counted. */
export async function scannedTables(
  db: Queryable,
  sql: string,
  { minRows }: { minRows: number },
): Promise<readonly string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'earmark'::regnamespace and relkind = 'r' and reltuples >= $1`,
    [minRows],
  );
  const isBig = new Set(rows.map(({ name }) => name));
  const explained = await db.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
    `explain (analyze, timing off, format json) ${sql}`,
  );
  const nodes = flatten(explained.rows[0]!['QUERY PLAN'][0].Plan);
  const names = nodes
    .filter((node) => node['Node Type'] === 'Seq Scan' && node['Actual Loops'] !== 0)
    .map((node) => node['Relation Name'] ?? '')
    .filter((name) => isBig.has(name))
    .map((name) => name.replace(/^prediction_\d+$/, 'prediction'));
  return [...new Set(names)].map((name) => {
    const n = names.filter((other) => other === name).length;
    return n === 1 ? name : `${name} x ${String(n)}`;
  });
}

function flatten(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}
