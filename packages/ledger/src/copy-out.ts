import type pg from 'pg';
import type { Pool } from './pool.ts';
import { isUnavailable, toStoreError } from './store-error.ts';

/**
 * A row in binary form: from `at` on the length of each field as int32 and its bytes, as the `send` function of its type
 * returns them. It is a view of memory that is used again after the call.
 */
export type TakeRow = (row: DataView, at: number) => void;

/**
 * Calls `take` with every row of a query as it comes: `pg` reads the rows of a query as text only, and keeps all of them.
 *
 * @param select without parameters, of which COPY has none
 * @throws STORE_UNAVAILABLE; what `take` throws
 */
export async function copyOut(pool: Pool, select: string, take: TakeRow): Promise<void> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toStoreError(error);
  });
  let isLost = false;
  try {
    await new Promise<void>((resolve, reject) => {
      client.query(copyStatement(select, take, (error) => (error ? reject(error) : resolve())));
    });
  } catch (error) {
    isLost = isUnavailable(error);
    throw toStoreError(error);
  } finally {
    client.release(isLost);
  }
}

/** What `pg` calls while it runs the statement. It replaces `callback` by one that also ends the deadline. */
function copyStatement(select: string, take: TakeRow, callback: (error?: Error) => void) {
  let refusal: Error | undefined;
  const statement = {
    callback,
    submit(connection: pg.Connection) {
      connection.query(`copy (${select}) to stdout (format binary)`);
    },
    handleCopyData({ chunk }: { readonly chunk: Buffer }) {
      if (refusal) return;
      try {
        takeMessage(chunk, take);
      } catch (error) {
        // Thrown from here it would end the process; the rows that follow have to be read all the same.
        refusal = error as Error;
      }
    },
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => {
      statement.callback(refusal);
    },
    handleError: (error: Error) => {
      statement.callback(error);
    },
  };
  return statement;
}

const SIGNATURE = 'PGCOPY\n\xff\r\n\0';
const HEADER_BYTES = SIGNATURE.length + 8;
const COUNT_BYTES = 2;

/**
 * Takes the row of a message of COPY. Postgres sends one a row; the first begins with the header, and the trailer is the
 * last.
 *
 * @see "Binary Format" of COPY in the manual of Postgres
 */
function takeMessage({ buffer, byteOffset, length }: Buffer, take: TakeRow): void {
  const message = new DataView(buffer, byteOffset, length);
  // No row begins as the header does: it would have 20,551 fields.
  const start = message.getUint8(0) === SIGNATURE.charCodeAt(0) ? HEADER_BYTES : 0;
  const isRow = length >= start + COUNT_BYTES && message.getInt16(start) >= 0;
  if (isRow) take(message, start + COUNT_BYTES);
}
