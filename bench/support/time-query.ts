import type { Client } from '@earmark/ledger';
import { median } from './median.ts';

const N_RUNS = 5;

/** Rows of a query, and the median of its time over five runs after a first one, in ms. */
export async function timeQuery(
  client: Client,
  sql: string,
): Promise<{ readonly nRows: number | null; readonly ms: number }> {
  const { rowCount: nRows } = await client.query(sql);
  const times: number[] = [];
  for (let i = 0; i < N_RUNS; i++) {
    const start = performance.now();
    await client.query(sql);
    times.push(performance.now() - start);
  }
  return { nRows, ms: median(times) };
}
