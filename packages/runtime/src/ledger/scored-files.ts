import type { ModelKey, RunId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';

const PAGE_LENGTH = 2_000;

export interface StoredScores {
  readonly file: string;
  /** In vocabulary order. */
  readonly scores: Float32Array;
}

/** What a model says of every track of a run, in order of file by code point; read page by page. */
export async function* scoredFiles(
  db: Queryable,
  runId: RunId,
  model: ModelKey,
): AsyncGenerator<StoredScores> {
  let after = '';
  for (;;) {
    const { rows } = await db.query<{ file: string; probabilities: number[] }>(
      `select rt.file, p.probabilities
       from run_track rt join prediction p on p.track_id = rt.track_id and p.model_id = $2
       where rt.run_id = $1 and rt.file > $3 order by rt.file limit $4`,
      [runId, model, after, PAGE_LENGTH],
    );
    for (const { file, probabilities } of rows) {
      yield { file, scores: Float32Array.from(probabilities) };
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.file;
  }
}

/** Every file of a run, in order by code point. */
export async function readRunFiles(db: Queryable, runId: RunId): Promise<readonly string[]> {
  const { rows } = await db.query<{ file: string }>(
    'select file from run_track where run_id = $1 order by file',
    [runId],
  );
  return rows.map(({ file }) => file);
}
