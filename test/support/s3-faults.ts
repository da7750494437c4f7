import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A proxy before an S3 server that passes everything on, but what it was told to spoil.
 *
 *     const faults = await startS3Faults(server.url);        // programs get s3Variables(faults.url)
 *     faults.spoil({ times: 2, fault: status(503, 'SlowDown') });
 *     faults.spoil({ path: /track-003/, fault: truncated(1_000) });   // every time
 *
 * The first rule that applies to a request and is not used up spoils it.
 */
export interface S3Faults {
  readonly url: string;
  /** What was asked for, in order, spoilt or not: method and path with query, as on the wire. */
  readonly requests: readonly string[];
  /** The headers of these requests. */
  readonly headers: readonly IncomingHttpHeaders[];
  spoil(rule: FaultRule): void;
  /** Forgets all rules and requests. */
  reset(): void;
  close(): Promise<void>;
}

export interface FaultRule {
  readonly fault: Fault;
  /** Default: GET. */
  readonly method?: string;
  /** Of paths with query, as on the wire; a list has `list-type=2` in it. Default: all. */
  readonly path?: RegExp;
  /** Default: always. */
  readonly times?: number;
}

/** Answers a request; `forward` asks the server. */
export type Fault = (
  response: ServerResponse,
  forward: () => Promise<IncomingMessage>,
) => Promise<void> | void;

export async function startS3Faults(target: string): Promise<S3Faults> {
  let rules: (FaultRule & { nUsed: number })[] = [];
  const requests: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((incoming, response) => {
    const { method = '', url = '' } = incoming;
    requests.push(`${method} ${url}`);
    headers.push(incoming.headers);
    const rule = rules.find(
      ({ method: only = 'GET', path, times = Infinity, nUsed }) =>
        only === method && (path?.test(url) ?? true) && nUsed < times,
    );
    if (rule) rule.nUsed++;
    const fault = rule?.fault ?? honest;
    // A connection that breaks is what is wanted here; the client is who has to say so.
    Promise.resolve(fault(response, () => forward(incoming, target))).catch(() => {
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    headers,
    spoil: (rule) => void rules.push({ ...rule, nUsed: 0 }),
    reset() {
      rules = [];
      requests.length = 0;
      headers.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function forward(incoming: IncomingMessage, target: string): Promise<IncomingMessage> {
  const { hostname, port } = new URL(target);
  const { method, url, headers } = incoming;
  return new Promise((resolve, reject) => {
    // Whoever asked may be killed before the server is asked, or before it has all of the answer.
    if (incoming.destroyed) throw new Error('nobody asks any more');
    // As it came, Host included: the signature covers it.
    const outgoing = request({ hostname, port, method, path: url, headers }, resolve);
    incoming.pipe(outgoing.once('error', reject));
  });
}

const honest: Fault = async (response, forward) => {
  const answer = await forward();
  response.once('close', () => answer.destroy());
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(response);
};

/** A refusal in the words of S3. */
export const status =
  (code: number, name: string): Fault =>
  (response) => {
    const xml = `<?xml version="1.0"?><Error><Code>${name}</Code><Message>As ordered</Message></Error>`;
    response.writeHead(code, { 'content-type': 'application/xml' }).end(xml);
  };

/** A well-meant answer of this body. */
export const answer =
  (body: string): Fault =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/xml' }).end(body);

/** The honest answer, so much later. */
export const delayed =
  (delayMs: number): Fault =>
  async (response, forward) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await honest(response, forward);
  };

/** The honest answer, after something was done: the object may be another one by now. */
export const after =
  (action: () => Promise<void>): Fault =>
  async (response, forward) => {
    await action();
    await honest(response, forward);
  };

/** One of these faults, drawn anew, for such a share of the requests; the honest answer for the rest. */
export const byChance =
  (share: number, faults: readonly Fault[], random: () => number): Fault =>
  (response, forward) => {
    const fault = random() < share ? faults[Math.floor(random() * faults.length)] : undefined;
    return (fault ?? honest)(response, forward);
  };

/** The honest answer of a server that keeps no ETags, in its headers and in its listings. */
export const withoutEtag: Fault = async (response, forward) => {
  const answer = await forward();
  const headers = { ...answer.headers };
  delete headers.etag;
  if (headers['content-type'] !== 'application/xml') {
    response.writeHead(answer.statusCode ?? 502, headers);
    answer.pipe(response);
    return;
  }
  delete headers['content-length'];
  const parts: Buffer[] = [];
  for await (const bytes of answer as AsyncIterable<Buffer>) parts.push(bytes);
  const listing = Buffer.concat(parts)
    .toString()
    .replaceAll(/<ETag>.*?<\/ETag>/g, '');
  response.writeHead(answer.statusCode ?? 502, headers).end(listing);
};

/** No answer, and the connection stays: a server that is frozen. */
export const silent: Fault = () => undefined;

/** No answer: the connection breaks. */
export const reset: Fault = (response) => void response.destroy();

/** The announced length, so many bytes of it, and the connection breaks. */
export const resetAfter = (nBytes: number): Fault =>
  partly(nBytes, (response) => response.socket?.resetAndDestroy());

/** The announced length, so many bytes of it, and the connection ends as if that were all. */
export const truncated = (nBytes: number): Fault =>
  partly(nBytes, (response) => response.socket?.end());

/** The announced length, so many bytes of it, and silence. */
export const stalled = (nBytes: number): Fault => partly(nBytes, () => undefined);

function partly(nBytes: number, end: (response: ServerResponse) => void): Fault {
  return async (response, forward) => {
    const answer = await forward();
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    const parts: Buffer[] = [];
    for await (const bytes of answer as AsyncIterable<Buffer>) parts.push(bytes);
    // The other side is to see the bytes before the end.
    response.write(Buffer.concat(parts).subarray(0, nBytes), () => setTimeout(end, 20, response));
  };
}
