import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';

/** Answers a request for an archive. */
export type Delivery = (bytes: Buffer, request: IncomingMessage, response: ServerResponse) => void;

/** A mirror of the dataset on a port of this machine, which delivers well or ill. */
export interface ArchiveServer {
  /** For `--from`. */
  readonly url: string;
  /** What was asked for, in order: the path, and the range if there was one. */
  readonly requests: string[];
  /** How the next requests for an archive are answered; after them, as a good server does. */
  deliver(archive: string, ...deliveries: Delivery[]): void;
  close(): Promise<void>;
}

/** @param archives by name; any other is not found */
export async function startArchiveServer(
  archives: ReadonlyMap<string, Buffer>,
): Promise<ArchiveServer> {
  const requests: string[] = [];
  const deliveries = new Map<string, Delivery[]>();
  const server = createServer((request, response) => {
    const { range } = request.headers;
    requests.push([request.url, range].filter(Boolean).join(' '));
    const archive = basename(request.url ?? '');
    const deliver = deliveries.get(archive)?.shift() ?? inRanges;
    const bytes = archives.get(archive);
    if (bytes) deliver(bytes, request, response);
    else response.writeHead(404).end('<html>not found</html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/mirror/`,
    requests,
    deliver: (archive, ...next) => void deliveries.set(archive, next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** With an entity tag; a range counts only while it is that of If-Range. */
export const taggedRanges =
  (etag: string): Delivery =>
  (bytes, { headers }, response) => {
    const ifRange = headers['if-range'];
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const isPart = start > 0 && (ifRange === undefined || ifRange === etag);
    if (isPart && start >= bytes.length) return void response.writeHead(416).end();
    const part = isPart ? bytes.subarray(start) : bytes;
    const range = `bytes ${String(start)}-${String(bytes.length - 1)}/${String(bytes.length)}`;
    response
      .writeHead(isPart ? 206 : 200, {
        etag,
        'content-length': part.length,
        ...(isPart ? { 'content-range': range } : {}),
      })
      .end(part);
  };

export const inRanges = taggedRanges('"published"');

export const withoutRanges: Delivery = (bytes, _request, response) => {
  response.writeHead(200, { etag: '"published"', 'content-length': bytes.length }).end(bytes);
};

/** So much of the answer that a good server gives, and then the connection breaks. */
export const brokenAfter =
  (nBytes: number): Delivery =>
  (bytes, _request, response) => {
    response.writeHead(200, { etag: '"published"', 'content-length': bytes.length });
    response.write(bytes.subarray(0, nBytes), () => setTimeout(() => response.destroy(), 20));
  };

/** So much of it, and then nothing more. */
export const stalledAfter =
  (nBytes: number): Delivery =>
  (bytes, _request, response) => {
    response.writeHead(200, { etag: '"published"', 'content-length': bytes.length });
    response.write(bytes.subarray(0, nBytes));
  };

/** So much of it, as if that were all. */
export const cutAfter =
  (nBytes: number): Delivery =>
  (bytes, _request, response) =>
    void response.writeHead(200).end(bytes.subarray(0, nBytes));

/** All of it, with another length announced. */
export const announcing =
  (nBytes: number): Delivery =>
  (bytes, { socket }, response) => {
    response.writeHead(200, { 'content-length': nBytes, connection: 'close' });
    response.write(bytes.subarray(0, nBytes), () => socket.end());
  };

export const withStatus =
  (status: number, headers: Record<string, string> = {}): Delivery =>
  (_bytes, _request, response) =>
    void response.writeHead(status, headers).end('<html>no</html>');

/** A page in place of the archive, and the status of success. */
export const errorPage: Delivery = (_bytes, _request, response) =>
  void response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    .end('<!DOCTYPE html><title>Please sign in</title>');
