// node slow-s3.js FOLDER: serves the files of a folder as the bucket `corpus` of an S3 that is far away; prints its
// address, and ends with its standard input.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LATENCY_MS = 200;
const BYTES_PER_SECOND = 5e6;
/** In bytes. */
const PIECE = 250_000;

const [folder = ''] = process.argv.slice(2);
const objects = new Map(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]),
);
const etagOf = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://localhost');
  const bytes = objects.get(decodeURIComponent(pathname.replace('/corpus/', '')));
  void (bytes ? send(bytes, response) : sendList(response));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
});
process.stdin.on('end', () => process.exit()).resume();

async function send(bytes: Buffer, response: ServerResponse): Promise<void> {
  await sleep(LATENCY_MS);
  response.writeHead(200, { etag: etagOf(bytes), 'content-length': bytes.length });
  for (let at = 0; at < bytes.length; at += PIECE) {
    response.write(bytes.subarray(at, at + PIECE));
    await sleep((1e3 * PIECE) / BYTES_PER_SECOND);
  }
  response.end();
}

async function sendList(response: ServerResponse): Promise<void> {
  await sleep(LATENCY_MS);
  const contents = [...objects].map(
    ([key, bytes]) =>
      `<Contents><Key>${key}</Key><ETag>${etagOf(bytes)}</ETag><Size>${bytes.length}</Size></Contents>`,
  );
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(
    `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`,
  );
}
