import {
  audioInputOf,
  chunkSamples,
  type InstalledModel,
  type ModelSpec,
  scoringOf,
  type Vocabulary,
} from '@earmark/core/model';
import { ModelRowId } from '@earmark/core/run';
import type { Client, Queryable } from './pool.ts';

/** The row ids of the models, in the order given; new ones are registered with their vocabulary. */
export async function registerModels(
  client: Client,
  models: readonly { model: InstalledModel; vocabulary: Vocabulary }[],
): Promise<readonly ModelRowId[]> {
  const rowIds: ModelRowId[] = [];
  for (const { model, vocabulary } of models) {
    await registerVocabulary(client, vocabulary);
    rowIds.push(
      (await findModelRowId(client, model.spec)) ?? (await addModel(client, model, vocabulary.id)),
    );
  }
  return rowIds;
}

async function registerVocabulary(client: Client, { id, tags }: Vocabulary): Promise<void> {
  await client.query(
    'insert into vocabulary (id, n_tags) values ($1, $2) on conflict (id) do nothing',
    [id, tags.length],
  );
  // Display names may be improved later. A tag and its position may not change: they give the scores their meaning.
  await client.query(
    `insert into tag (vocabulary_id, position, tag, category, name_en, name_zh)
     select $1, * from unnest($2::smallint[], $3::text[], $4::text[], $5::text[], $6::text[])
     on conflict (vocabulary_id, position) do update
       set category = excluded.category, name_en = excluded.name_en, name_zh = excluded.name_zh
       where (tag.category, tag.name_en, tag.name_zh)
             is distinct from (excluded.category, excluded.name_en, excluded.name_zh)`,
    [
      id,
      tags.map((_, index) => index + 1),
      tags.map(({ tag }) => tag),
      tags.map(({ category }) => category),
      tags.map(({ en }) => en),
      tags.map(({ zh }) => zh),
    ],
  );
}

/** The row id of a model; undefined when it is not registered. */
export async function findModelRowId(
  db: Queryable,
  model: ModelSpec,
): Promise<ModelRowId | undefined> {
  const { rows } = await db.query<{ id: number }>(
    'select id from model where (name, weights_sha256, conversion_version, scoring) = ($1, $2, $3, $4)',
    [model.name, model.weightsSha256, model.conversionVersion, scoringOf(model)],
  );
  return rows[0] && ModelRowId.parse(rows[0].id);
}

async function addModel(
  client: Client,
  model: InstalledModel,
  vocabulary: string,
): Promise<ModelRowId> {
  const { spec } = model;
  const input = audioInputOf(model);
  // Two producers may register the same model at once; the lock makes the second one find it.
  await client.query('lock table model in share row exclusive mode');
  const existing = await findModelRowId(client, spec);
  if (existing) return existing;
  const { rows } = await client.query<{ id: number }>(
    // Other weights of the name stay the current ones until a run with these is complete.
    `insert into model (name, weights_sha256, conversion_version, scoring, architecture, vocabulary_id, sample_rate, input_length,
                        published, demonstration, is_current)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, not exists (select from model where name = $1 and is_current))
     returning id`,
    [
      spec.name,
      spec.weightsSha256,
      spec.conversionVersion,
      scoringOf(spec),
      spec.architecture,
      vocabulary,
      input.sampleRate,
      chunkSamples(input),
      spec.published,
      spec.demonstration,
    ],
  );
  const rowId = ModelRowId.parse(rows[0]?.id);
  await client.query('select add_partition($1)', [rowId]);
  return rowId;
}

export interface LedgerModel {
  readonly name: string;
  readonly weightsSha256: string;
  readonly conversionVersion: string;
  readonly scoring: string;
}

/** What identifies the model with this row id; undefined when the ledger has no such model. */
export async function findLedgerModel(
  db: Queryable,
  rowId: ModelRowId,
): Promise<LedgerModel | undefined> {
  const { rows } = await db.query<LedgerModel>(
    `select name, weights_sha256 as "weightsSha256", conversion_version as "conversionVersion", scoring from model where id = $1`,
    [rowId],
  );
  return rows[0];
}

/** The software that computed a prediction; stored once per combination. */
export interface Software {
  readonly decoder: string;
  readonly resampler: string;
  readonly device: string;
  readonly runtime: string;
  readonly earmarkVersion: string;
}

/** The row id of this combination of software. */
export async function registerSoftware(db: Queryable, software: Software): Promise<number> {
  // The update changes nothing, but makes the statement return the row whether it was new or not.
  const { rows } = await db.query<{ id: number }>(
    `insert into software (decoder, resampler, device, runtime, earmark_version) values ($1, $2, $3, $4, $5)
     on conflict (decoder, resampler, device, runtime, earmark_version)
       do update set decoder = excluded.decoder
     returning id`,
    [
      software.decoder,
      software.resampler,
      software.device,
      software.runtime,
      software.earmarkVersion,
    ],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the ledger returned no row id for the software');
  return id;
}
