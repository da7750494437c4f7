interface Table {
  /** Where its number of entries stands, after the name of the box. */
  readonly countAt: number;
  /** 0 when an entry may take no bytes. */
  readonly entryBytes: number;
}

const TABLES: Readonly<Record<string, Table>> = {
  stts: { countAt: 4, entryBytes: 8 },
  ctts: { countAt: 4, entryBytes: 8 },
  stsc: { countAt: 4, entryBytes: 12 },
  stco: { countAt: 4, entryBytes: 4 },
  co64: { countAt: 4, entryBytes: 8 },
  elst: { countAt: 4, entryBytes: 12 },
  stsz: { countAt: 8, entryBytes: 0 },
  trun: { countAt: 4, entryBytes: 0 },
};

const CONTAINERS = new Set(['moov', 'trak', 'edts', 'mdia', 'minf', 'stbl', 'moof', 'traf']);

/**
 * Whether a table of an MP4 file claims more entries than there can be. The decoder trusts the number: it would
 * allocate a list of billions of entries, or count to there.
 */
export function claimsTooMuch(bytes: Uint8Array): boolean {
  return boxesIn(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)).some(
    ({ type, body }) => {
      const table = TABLES[type];
      const room = table ? body.byteLength - table.countAt - 4 : -1;
      if (!table || room < 0) return false;
      const count = body.getUint32(table.countAt);
      return count > bytes.length || count * table.entryBytes > room;
    },
  );
}

interface Box {
  readonly type: string;
  readonly body: DataView;
}

/** All boxes, those in containers included. */
function boxesIn(view: DataView): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= view.byteLength;) {
    const size = sizeAt(view, at);
    const end = Math.min(at + size, view.byteLength);
    const type = String.fromCharCode(...[4, 5, 6, 7].map((i) => view.getUint8(at + i)));
    const body = new DataView(view.buffer, view.byteOffset + at + 8, Math.max(end - at - 8, 0));
    boxes.push({ type, body }, ...(CONTAINERS.has(type) ? boxesIn(body) : []));
    at += Math.max(size, 8);
  }
  return boxes;
}

/** 1 stands for a size of 64 bits, 0 for all that follows. */
function sizeAt(view: DataView, at: number): number {
  const size = view.getUint32(at);
  if (size === 0) return view.byteLength - at;
  return size === 1 && at + 16 <= view.byteLength ? Number(view.getBigUint64(at + 8)) : size;
}
