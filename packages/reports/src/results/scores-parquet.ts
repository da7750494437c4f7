import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { CorpusIds } from '@earmark/ledger';
import type { ModelResults } from './model-results.ts';
import type { ScoredFile } from './result-texts.ts';

/** The ids of the corpus by file. */
export type IdsOfFiles = ReadonlyMap<string, CorpusIds>;

/**
 * Scores of a row group. The writer needs about a hundred bytes for a row of text and four for a number, and a
 * group should be large enough that a reader seldom changes from one to the next.
 */
const GROUP_LENGTH = { long: 1 << 17, wide: 1 << 20 };

/** A row per file, model and tag, models one after the other. */
export function longParquet(
  models: readonly ModelResults[],
  ids: IdsOfFiles,
): AsyncGenerator<Uint8Array> {
  return parquetBytes(longGroups(models, ids));
}

async function* longGroups(models: readonly ModelResults[], ids: IdsOfFiles) {
  for (const results of models) {
    for await (const group of groupsOf(results, GROUP_LENGTH.long))
      yield longGroup(group, results, ids);
  }
}

/** A row per file, a column per tag. */
export function wideParquet(results: ModelResults, ids: IdsOfFiles): AsyncGenerator<Uint8Array> {
  return parquetBytes(wideGroups(results, ids));
}

async function* wideGroups(results: ModelResults, ids: IdsOfFiles) {
  for await (const group of groupsOf(results, GROUP_LENGTH.wide))
    yield wideGroup(group, results, ids);
}

/** Rows in groups, at least one, so that a file without rows still has its columns. */
async function* groupsOf(
  { rows, vocabulary }: ModelResults,
  groupLength: number,
): AsyncGenerator<readonly ScoredFile[]> {
  const nRows = Math.ceil(groupLength / vocabulary.tags.length);
  let group: ScoredFile[] = [];
  let nGroups = 0;
  for await (const row of rows()) {
    group.push(row);
    if (group.length < nRows) continue;
    yield group;
    nGroups++;
    group = [];
  }
  if (group.length > 0 || nGroups === 0) yield group;
}

function longGroup(
  group: readonly ScoredFile[],
  { model, vocabulary }: ModelResults,
  ids: IdsOfFiles,
): readonly ParquetColumn[] {
  const nTags = vocabulary.tags.length;
  const files = group.map(({ file }) => file);
  const scoresOfGroup = new Float32Array(group.length * nTags);
  group.forEach(({ scores }, row) => {
    scoresOfGroup.set(scores, row * nTags);
  });
  const tags = vocabulary.tags.map(({ tag }) => tag);
  return [
    { name: 'file', kind: 'text', data: repeated(files, nTags) },
    ...idColumns(files, ids).map((column) => ({ ...column, data: repeated(column.data, nTags) })),
    { name: 'model', kind: 'text', data: Array<string>(scoresOfGroup.length).fill(model.name) },
    { name: 'tag', kind: 'text', data: group.flatMap(() => tags) },
    { name: 'score', kind: 'float', data: scoresOfGroup },
  ];
}

/** Each value n times in a row. Plain loop: flatMap takes a tenth of the time of the whole file. */
function repeated<T>(values: readonly T[], n: number): T[] {
  const all = new Array<T>(values.length * n);
  for (let i = 0; i < all.length; i += n) all.fill(values[i / n] as T, i, i + n);
  return all;
}

function wideGroup(
  group: readonly ScoredFile[],
  { vocabulary }: ModelResults,
  ids: IdsOfFiles,
): readonly ParquetColumn[] {
  const files = group.map(({ file }) => file);
  return [
    { name: 'file', kind: 'text', data: files },
    ...idColumns(files, ids),
    ...vocabulary.tags.map(({ tag }, i) => ({
      name: tag,
      kind: 'float' as const,
      data: Float32Array.from(group, ({ scores }) => scores[i] ?? NaN),
    })),
  ];
}

const ID_COLUMNS = [
  { name: 'track_id', key: 'trackId' },
  { name: 'artist_id', key: 'artistId' },
  { name: 'album_id', key: 'albumId' },
] as const;

/** None where the corpus has no ids. */
function idColumns(files: readonly string[], ids: IdsOfFiles) {
  if (ids.size === 0) return [];
  return ID_COLUMNS.map(({ name, key }) => ({
    name,
    kind: 'optional text' as const,
    data: files.map((file) => ids.get(file)?.[key] ?? null),
  }));
}

/** A column of one row group: text, text that may be missing, or numbers that hardly repeat. */
export type ParquetColumn =
  | { readonly name: string; readonly kind: 'text'; readonly data: string[] }
  | { readonly name: string; readonly kind: 'optional text'; readonly data: (string | null)[] }
  | { readonly name: string; readonly kind: 'float'; readonly data: Float32Array };

/**
 * The bytes of a Parquet file, a row group at a time, so that only one is held in memory. Every group has the
 * columns of the first one; a file needs at least one group, even one without rows.
 */
export async function* parquetBytes(
  groups: AsyncIterable<readonly ParquetColumn[]>,
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  let writer: ParquetWriter | undefined;
  for await (const columns of groups) {
    const columnData = columns.map(toSource);
    writer ??= new ParquetWriter({
      writer: bytes,
      schema: schemaFromColumnData({ columnData }),
      createdBy: 'earmark',
    });
    await writer.write({ columnData, rowGroupSize: Math.max(1, columns[0]?.data.length ?? 0) });
    yield take(bytes);
  }
  await writer?.finish();
  yield take(bytes);
}

function toSource({ name, kind, data }: ParquetColumn): ColumnSource {
  // Minimum and maximum of text columns take a quarter of the time, and only those of files let a reader skip groups.
  const statistics = name === 'file';
  switch (kind) {
    case 'text':
      return { name, data, type: 'STRING', nullable: false, statistics };
    case 'optional text':
      return { name, data, type: 'STRING', nullable: true, statistics };
    case 'float':
      // Explicit, so that the writer does not try a dictionary.
      return { name, data, type: 'FLOAT', nullable: false, encoding: 'PLAIN' };
  }
}

/** The bytes written since the last call; the offsets of the file keep counting. */
function take(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
