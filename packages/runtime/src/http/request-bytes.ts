import { errorCode } from '@earmark/core/failure';
import { type StallWatch, watchForStall } from './stall-watch.ts';

export interface ByteRequest {
  readonly url: string;
  /** Bytes before this one are not asked for. */
  readonly fromByte: number;
  /** The answer begins at `fromByte` only while the file has this validator; undefined: whatever it has become. */
  readonly validator?: string | undefined;
  /** After this long without a byte the transfer counts as stalled. */
  readonly stallMs: number;
}

/** The errors of a request, in the words of whoever makes it. */
export interface HttpErrors {
  /** The network or the server does not work for now. */
  unavailable(
    reason: string,
    options: { cause?: unknown; retryAfterMs?: number | undefined },
  ): Error;
  /** The server answers with a status that trying again will not change. */
  refused(status: number): Error;
}

export interface ByteAnswer {
  /** Position of the first byte: 0 from a server that has no ranges, or has another file by now. */
  readonly fromByte: number;
  /** Of the whole file, as the server announces it; undefined when it does not. */
  readonly sizeBytes: number | undefined;
  /** Entity tag or date by which a later request can tell that the file is the same; undefined when there is none. */
  readonly validator: string | undefined;
  /** Media type, e.g. `text/html`. */
  readonly mediaType: string | undefined;
  /** Read once, or left with `return`. */
  readonly bytes: AsyncGenerator<Uint8Array>;
}

const PARTIAL_CONTENT = 206;
const RANGE_NOT_SATISFIABLE = 416;

/** Timeout, too early, too many requests: beside the errors of the server, worth a retry. */
const RETRY_LATER = new Set([408, 425, 429]);

/**
 * The bytes of a file on a web server, in one request; undefined where the server has none from `fromByte` on. Bytes that
 * arrive are passed on as they come, and no faster than they are read.
 *
 * @throws what `errors` makes, also while the bytes are read; the reason of the signal
 */
export async function requestBytes(
  request: ByteRequest,
  errors: HttpErrors,
  signal: AbortSignal,
): Promise<ByteAnswer | undefined> {
  const { url, fromByte, stallMs } = request;
  const toStalled = () => errors.unavailable(`nothing arrived for ${stallMs / 1_000} s`, {});
  const stall = watchForStall(stallMs, toStalled, signal);
  const toError = (error: unknown): unknown => {
    signal.throwIfAborted();
    return toNetworkError(error, errors);
  };
  try {
    const headers = requestHeaders(request);
    const response = await stall.during(fetch(url, { headers, signal: stall.signal }));
    if (response.status === RANGE_NOT_SATISFIABLE && fromByte > 0) {
      stall.end();
      return undefined;
    }
    assertServed(response, errors);
    return { ...describeBody(response, fromByte), bytes: readBody(response, stall, toError) };
  } catch (error) {
    stall.end();
    throw toError(error);
  }
}

function requestHeaders({ fromByte, validator }: ByteRequest): Record<string, string> {
  // A range of a compressed response could not be appended.
  const plain = { 'accept-encoding': 'identity' };
  if (fromByte === 0) return plain;
  const condition = validator === undefined ? {} : { 'if-range': validator };
  return { ...plain, range: `bytes=${String(fromByte)}-`, ...condition };
}

function assertServed({ ok, status, headers }: Response, errors: HttpErrors): void {
  if (ok) return;
  if (status < 500 && !RETRY_LATER.has(status)) throw errors.refused(status);
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'));
  throw errors.unavailable(`the server answers ${String(status)}`, { retryAfterMs });
}

/** Seconds, or the date of an hour to come. */
function parseRetryAfter(text: string | null): number | undefined {
  if (text === null) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000;
  return seconds >= 0 ? seconds * 1_000 : undefined;
}

function describeBody({ status, headers }: Response, fromByte: number): Omit<ByteAnswer, 'bytes'> {
  const [, first, size] =
    /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
  const isPart = status === PARTIAL_CONTENT;
  const length = isPart ? size : (headers.get('content-length') ?? undefined);
  return {
    fromByte: isPart ? Number(first ?? fromByte) : 0,
    sizeBytes: length === undefined || length === '*' ? undefined : Number(length),
    validator: validatorOf(headers),
    mediaType: headers.get('content-type')?.split(';')[0]?.trim().toLowerCase(),
  };
}

/** A weak entity tag promises no equal bytes, and is not allowed in If-Range. */
function validatorOf(headers: Headers): string | undefined {
  const tag = headers.get('etag');
  if (tag?.startsWith('"')) return tag;
  return headers.get('last-modified') ?? undefined;
}

async function* readBody(
  { body }: Response,
  stall: StallWatch,
  toError: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  // An answer without a body has none to read.
  const stream = (body ?? new Blob([]).stream()) as ReadableStream<Uint8Array>;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await stall.during(reader.read());
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw toError(error);
  } finally {
    reader.cancel().catch(() => undefined);
    stall.end();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of the server is unknown (is this machine online?)',
  EAI_AGAIN: 'the name of the server cannot be looked up (is this machine online?)',
  ECONNREFUSED: 'nothing answers at this address',
  ENETUNREACH: 'there is no route to the server (is this machine online?)',
  EHOSTUNREACH: 'there is no route to the server (is this machine online?)',
  ECONNRESET: 'the connection was lost',
  EPIPE: 'the connection was lost',
  UND_ERR_SOCKET: 'the connection was lost',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection was lost',
  ETIMEDOUT: 'the server does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the server does not answer',
};

/** A network error of `fetch` in the words of `errors`; other errors unchanged. */
export function toNetworkError(error: unknown, errors: HttpErrors): unknown {
  // `fetch` wraps every network error in a TypeError whose own message has no reason.
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return error;
  const { cause } = error;
  return errors.unavailable(REASONS[errorCode(cause)] ?? cause.message, { cause: error });
}
