import { ModelKey, type RunId } from '@earmark/core/ids.js';
import { Architecture, ModelId } from '@earmark/core/model/model-spec.js';
import { Vocabulary } from '@earmark/core/model/vocabulary.js';
import type { Queryable } from '../postgres/pool.ts';
import { unknownRun } from './find-run.ts';
import type { RunState } from './runs.ts';
import type { Tagger } from './tagger.ts';

// What a report says of a run, read from the ledger.

export interface RunFacts {
  readonly source: string;
  readonly state: RunState;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
  readonly nTracks: number;
  readonly nTasks: number;
  readonly tagged: number;
  readonly reused: number;
  readonly failed: number;
  readonly audioSeconds: number;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the ledger knows of a run. @throws USAGE_INVALID when there is no such run */
export async function readRunFacts(db: Queryable, runId: RunId): Promise<RunFacts> {
  const { rows } = await db.query<RunFacts>(
    `select r.source, r.state, r.created_at as "createdAt", r.completed_at as "completedAt",
       r.n_tracks as "nTracks", r.n_tasks as "nTasks", r.options, o.tagged, o.reused, o.failed,
       (select coalesce(sum(t.duration_seconds::float8), 0) from run_track rt join track t on t.id = rt.track_id
        where rt.run_id = r.id) as "audioSeconds"
     from run r
     cross join lateral (
       select count(*) filter (where status = 'tagged') as tagged, count(*) filter (where status = 'reused') as reused,
         count(*) filter (where status = 'failed') as failed
       from task_outcome where run_id = r.id
     ) as o
     where r.id = $1`,
    [runId],
  );
  return rows[0] ?? unknownRun(runId);
}

export interface RunModel {
  readonly key: ModelKey;
  readonly id: ModelId;
  readonly architecture: Architecture;
  readonly vocabulary: string;
  readonly weightsSha256: string;
  readonly published: boolean;
  readonly demonstration: boolean;
  readonly profile: string;
}

/** The models of a run, in its order. */
export async function readRunModels(db: Queryable, runId: RunId): Promise<readonly RunModel[]> {
  const { rows } = await db.query<Record<keyof RunModel, never>>(
    `select m.id as key, m.name as id, m.architecture, m.vocabulary_id as vocabulary,
       m.weights_sha256 as "weightsSha256", m.published, m.demonstration, m.conversion_version as profile
     from run_model rm join model m on m.id = rm.model_id
     where rm.run_id = $1 order by rm.position`,
    [runId],
  );
  return rows.map((row) => ({
    ...row,
    key: ModelKey.parse(row.key),
    id: ModelId.parse(row.id),
    architecture: Architecture.parse(row.architecture),
  }));
}

export async function readLedgerVocabulary(db: Queryable, id: string): Promise<Vocabulary> {
  const { rows } = await db.query(
    `select tag, category, name_en as en, name_zh as zh from tag where vocabulary_id = $1 order by position`,
    [id],
  );
  return Vocabulary.parse({ id, tags: rows });
}

export interface RunTagger extends Tagger {
  readonly nTasks: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** The software behind the predictions of a run, with the number of its tasks and when they were done. */
export async function readRunTaggers(db: Queryable, runId: RunId): Promise<readonly RunTagger[]> {
  const { rows } = await db.query<RunTagger>(
    `select s.decoder, s.resampler, s.device, s.runtime, s.earmark_version as "earmarkVersion", count(*) as "nTasks",
       min(p.tagged_at) as "firstAt", max(p.tagged_at) as "lastAt"
     from run_model rm
     join run_track rt using (run_id)
     join prediction p on p.model_id = rm.model_id and p.track_id = rt.track_id
     join software s on s.id = p.software_id
     where rm.run_id = $1
     group by s.id`,
    [runId],
  );
  return rows;
}
