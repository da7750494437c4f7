import pg from 'pg';

export interface PredictionRow {
  readonly modelId: number;
  readonly trackId: number;
  readonly probabilities: Float32Array;
  /** Positions from 1, best first. */
  readonly topTags: readonly number[];
  /** Null for a model that yields none. */
  readonly embedding: Float32Array | null;
  readonly nChunks: number;
  readonly softwareId: number;
}

const COPY = `copy prediction (model_id, track_id, scores, top_tags, embedding, n_chunks, software_id)
  from stdin (format binary)`;
const HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const TRAILER = Buffer.from('ffff', 'hex');
const REAL = { oid: 700, size: 4 };
/** The length that a field without a value has. */
const NULL = -1;
const SMALLINT = { oid: 21, size: 2 };

/** Loads rows into the ledger by COPY BINARY, about ten times as fast as inserting them. */
export async function copyPredictions(
  databaseUrl: string,
  rows: Iterable<PredictionRow>,
): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    options: '-c search_path=earmark',
  });
  await client.connect();
  try {
    await new Promise<void>((resolve, reject) => {
      client.query(copyIn(rows, (error) => (error ? reject(error) : resolve())));
    });
  } finally {
    await client.end();
  }
}

/** The little of a connection that COPY needs; pg has it and its types do not. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(bytes: Buffer): void;
  endCopyFrom(): void;
  readonly stream: NodeJS.WritableStream & { readonly writableNeedDrain: boolean };
}

function copyIn(rows: Iterable<PredictionRow>, done: (error?: Error) => void) {
  return {
    submit: (connection: unknown) => (connection as CopyConnection).query(COPY),
    handleCopyInResponse: (connection: CopyConnection) => void send(connection, rows),
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => done(),
    handleError: (error: Error) => done(error),
  };
}

async function send(connection: CopyConnection, rows: Iterable<PredictionRow>): Promise<void> {
  connection.sendCopyFromChunk(HEADER);
  for (const row of rows) {
    connection.sendCopyFromChunk(toTuple(row));
    if (connection.stream.writableNeedDrain) {
      await new Promise((resolve) => connection.stream.once('drain', resolve));
    }
  }
  connection.sendCopyFromChunk(TRAILER);
  connection.endCopyFrom();
}

function toTuple(row: PredictionRow): Buffer {
  const { probabilities, topTags, embedding } = row;
  const nReals = probabilities.length + (embedding?.length ?? 0);
  const bytes = Buffer.alloc(128 + nReals * 8 + topTags.length * 6);
  let at = bytes.writeInt16BE(7);
  const field = (size: number) => (at = bytes.writeInt32BE(size, at));
  const smallint = (value: number) => ((at = field(2)), (at = bytes.writeInt16BE(value, at)));
  const array = (values: Iterable<number> & ArrayLike<number>, { oid, size }: typeof REAL) => {
    field(20 + values.length * (4 + size));
    for (const word of [1, 0, oid, values.length, 1]) at = bytes.writeInt32BE(word, at);
    for (const value of values) {
      field(size);
      at = size === 4 ? bytes.writeFloatBE(value, at) : bytes.writeInt16BE(value, at);
    }
  };
  smallint(row.modelId);
  field(8);
  at = bytes.writeBigInt64BE(BigInt(row.trackId), at);
  array(probabilities, REAL);
  array(topTags, SMALLINT);
  if (embedding) array(embedding, REAL);
  else field(NULL);
  smallint(row.nChunks);
  smallint(row.softwareId);
  return bytes.subarray(0, at);
}
