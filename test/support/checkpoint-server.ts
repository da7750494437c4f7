import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of the server to a request for a checkpoint. */
export type Answer = (bytes: Buffer, request: IncomingMessage, response: ServerResponse) => void;

export interface CheckpointServer {
  readonly url: string;
  /** What was asked for, in order: the path, and the range if there was one. */
  readonly requests: string[];
  /** How the next requests are answered; after them, and without any, as a good server does. */
  answerWith(...answers: Answer[]): void;
  close(): Promise<void>;
}

/** Serves files by path on a port of this machine, well or ill. */
export async function startCheckpointServer(
  files: Readonly<Record<string, Buffer>>,
): Promise<CheckpointServer> {
  const requests: string[] = [];
  let answers: readonly Answer[] = [];
  const server = createServer((request, response) => {
    const { range } = request.headers;
    requests.push([request.url, range].filter(Boolean).join(' '));
    const [answer = inRanges, ...others] = answers;
    answers = others;
    const bytes = files[request.url ?? ''];
    if (bytes) answer(bytes, request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    answerWith(...next) {
      requests.length = 0;
      answers = next;
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

const inRanges: Answer = (bytes, { headers }, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  if (start === 0) return void response.end(bytes);
  if (start >= bytes.length) return void response.writeHead(416).end();
  const range = `bytes ${String(start)}-${String(bytes.length - 1)}/${String(bytes.length)}`;
  response.writeHead(206, { 'content-range': range }).end(bytes.subarray(start));
};

export const withoutRanges: Answer = (bytes, _request, response) => {
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
};

/** Answers so for one path, and well for the others. */
export const onlyFor =
  (path: string, answer: Answer): Answer =>
  (bytes, request, response) => {
    (request.url === path ? answer : inRanges)(bytes, request, response);
  };

export const withStatus =
  (status: number): Answer =>
  (_bytes, _request, response) =>
    void response.writeHead(status).end('no');

/** Half of what was announced, and the connection breaks as soon as that half has been stored. */
export const halfThenReset =
  (isStored: (size: number) => boolean): Answer =>
  (bytes, _request, response) => {
    const half = bytes.subarray(0, bytes.length / 2);
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(half);
    const waiting = setInterval(() => {
      if (!isStored(half.length)) return;
      clearInterval(waiting);
      response.destroy();
    }, 10);
  };

/** Half of what was announced, and nothing more. */
export const halfThenSilence: Answer = (bytes, _request, response) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2));
};

export const atOnceReset: Answer = (_bytes, { socket }) => void socket.destroy();

/** The whole length, one byte of it wrong. */
export const withWrongByte: Answer = (bytes, _request, response) => {
  const wrong = Buffer.from(bytes);
  wrong[1_000] = (wrong[1_000] ?? 0) ^ 1;
  response.end(wrong);
};
