/** PyTorch checkpoints in the new container, a zip archive, well-formed or not. */
import { crc32 } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  /** What both its headers say in place of the truth. */
  readonly says?: Partial<EntryFields>;
  /** What its line of the directory alone says. */
  readonly directorySays?: Partial<EntryFields>;
}

/** @see PKWARE's APPNOTE.TXT 4.3.7, 4.3.12 */
interface EntryFields {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly storedBytes: number;
  readonly sizeBytes: number;
  /** Where its local header lies. */
  readonly offset: number;
}

/** What the end record says in place of the truth. */
interface EndFields {
  readonly nEntries: number;
  /** Where the directory lies. */
  readonly offset: number;
}

/** The archive: the entries in their order, the directory, the end record. */
export function zipArchive(
  entries: readonly ZipEntry[],
  endSays: Partial<EndFields> = {},
): Uint8Array {
  const records: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content, says, directorySays } of entries) {
    const size = { storedBytes: content.length, sizeBytes: content.length };
    const truth = { name, flags: 0, method: 0, crc: crc32(content), ...size, offset };
    const record = Buffer.concat([localHeader({ ...truth, ...says }), content]);
    records.push(record);
    directory.push(directoryLine({ ...truth, ...says, ...directorySays }));
    offset += record.length;
  }
  const end = endRecord({ nEntries: entries.length, offset, ...endSays });
  return Uint8Array.from(Buffer.concat([...records, ...directory, end]));
}

/** A checkpoint as torch.save packs it. */
export function zipCheckpoint(
  stateDict: Uint8Array,
  storages: Readonly<Record<string, ArrayLike<number>>>,
): Uint8Array {
  return zipArchive([
    { name: 'model/data.pkl', content: stateDict },
    ...Object.entries(storages).map(([key, values]) => ({
      name: `model/data/${key}`,
      content: new Uint8Array(Float32Array.from(values).buffer),
    })),
    { name: 'model/version', content: Buffer.from('3\n') },
  ]);
}

function localHeader({ name, flags, method, crc, storedBytes, sizeBytes }: EntryFields): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(storedBytes, 18);
  header.writeUInt32LE(sizeBytes, 22);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([header, Buffer.from(name)]);
}

function directoryLine(fields: EntryFields): Buffer {
  const { name, flags, method, crc, storedBytes, sizeBytes, offset } = fields;
  const line = Buffer.alloc(46);
  line.write('PK\x01\x02', 'latin1');
  line.writeUInt16LE(flags, 8);
  line.writeUInt16LE(method, 10);
  line.writeUInt32LE(crc, 16);
  line.writeUInt32LE(storedBytes, 20);
  line.writeUInt32LE(sizeBytes, 24);
  line.writeUInt16LE(Buffer.byteLength(name), 28);
  line.writeUInt32LE(offset, 42);
  return Buffer.concat([line, Buffer.from(name)]);
}

function endRecord({ nEntries, offset }: EndFields): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(nEntries, 8);
  end.writeUInt16LE(nEntries, 10);
  end.writeUInt32LE(offset, 16);
  return end;
}
