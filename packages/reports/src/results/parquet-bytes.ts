import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';

/** A column of one row group: text, text that may be missing, or numbers that hardly repeat. */
export type ParquetColumn =
  | { readonly name: string; readonly kind: 'text'; readonly data: string[] }
  | { readonly name: string; readonly kind: 'optional text'; readonly data: (string | null)[] }
  | { readonly name: string; readonly kind: 'float'; readonly data: Float32Array };

/**
 * The bytes of a Parquet file, a row group at a time, so that no more than one is held. Every group has the columns
 * of the first one; a file needs one group, be it of no rows.
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
  // The least and the greatest text of a group take a quarter of the time, and only those of files leave groups out.
  const statistics = name === 'file';
  switch (kind) {
    case 'text':
      return { name, data, type: 'STRING', nullable: false, statistics };
    case 'optional text':
      return { name, data, type: 'STRING', nullable: true, statistics };
    case 'float':
      // Said, so that no dictionary is looked for.
      return { name, data, type: 'FLOAT', nullable: false, encoding: 'PLAIN' };
  }
}

/** What was written since the last time; the file's offsets go on counting. */
function take(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
