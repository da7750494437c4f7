import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type ArchiveServer,
  brokenAfter,
  startArchiveServer,
  stalledAfter,
  withStatus,
} from '../../../../test/support/archive-server.ts';
import { downloadBytes, type DownloadOptions } from './download-bytes.ts';

const CONTENT = Buffer.from('0123456789'.repeat(1_000));
const OPTIONS: DownloadOptions = { stallMs: 800, maxFailures: 3, firstPauseMs: 1, maxPauseMs: 50 };
const NAME = 'a.tar';

let server: ArchiveServer;
beforeAll(async () => {
  server = await startArchiveServer(new Map([[NAME, CONTENT]]));
});
beforeEach(() => {
  server.requests.length = 0;
});
afterAll(() => server.close());

async function download(signal = new AbortController().signal): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const file = { url: server.url + NAME };
  for await (const bytes of downloadBytes(file, OPTIONS, signal)) parts.push(bytes);
  return Buffer.concat(parts);
}

test('a server that falls silent is asked for the rest', async () => {
  server.deliver(NAME, stalledAfter(4_000));
  expect(await download()).toEqual(CONTENT);
  expect(server.requests).toEqual([`/mirror/${NAME}`, `/mirror/${NAME} bytes=4000-`]);
});

test('a server that does not get on is given up after some failures, with the reason', async () => {
  server.deliver(NAME, ...[1, 2, 3].map(() => withStatus(503)));
  await expect(download()).rejects.toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    message: expect.stringContaining(
      'the server answers 503. Run the same command again',
    ) as string,
  });
  expect(server.requests).toHaveLength(OPTIONS.maxFailures);
});

test('a wait that the server asks for is kept, up to a limit', async () => {
  server.deliver(NAME, withStatus(429, { 'retry-after': '3600' }));
  const began = performance.now();
  expect(await download()).toEqual(CONTENT);
  expect(performance.now() - began).toBeGreaterThan(OPTIONS.maxPauseMs - 5);
});

test('a slow reader is no silent server', async () => {
  const got: Uint8Array[] = [];
  const file = { url: server.url + NAME };
  for await (const bytes of downloadBytes(file, OPTIONS, new AbortController().signal)) {
    await new Promise((resolve) => setTimeout(resolve, 1.5 * OPTIONS.stallMs));
    got.push(bytes);
  }
  expect(Buffer.concat(got)).toEqual(CONTENT);
  expect(server.requests).toHaveLength(1);
});

test('another file in the middle of a download is noticed', async () => {
  server.deliver(NAME, brokenAfter(4_000), (bytes, _request, response) => {
    response.writeHead(200, { etag: '"another"', 'content-length': bytes.length }).end(bytes);
  });
  await expect(download()).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
});

test('a signal ends it while it waits for the server', async () => {
  server.deliver(NAME, stalledAfter(4_000));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  await expect(download(controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  expect(server.requests).toHaveLength(1);
});
