// node archive-stream.js GIGABYTES: a mirror that makes an archive while it sends it, and keeps none of it. Prints one
// line of JSON: its address, and the checksums of the archive and of its members.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { ownCpuSeconds } from './cpu-seconds.ts';

/** As many bytes as a track of the dataset has in the mean, and a size that is no multiple of a block. */
const MEMBER_BYTES = 9_800_123;
const FOLDER = '07';

const nMembers = Math.max(1, Math.round((Number(process.argv[2]) * 1e9) / MEMBER_BYTES));
const names = Array.from({ length: nMembers }, (_, i) => `${FOLDER}/${String(i)}07.mp3`);
const content = randomBytes(MEMBER_BYTES);

/** Header, content and padding of each member, and the end: in pieces that need no copy. */
async function* archive(): AsyncGenerator<Buffer> {
  for (const name of names) {
    yield await headerOf(name);
    yield content;
    yield Buffer.alloc(512 - (MEMBER_BYTES % 512));
  }
  yield Buffer.alloc(1_024);
}

async function headerOf(name: string): Promise<Buffer> {
  const one = pack();
  one.entry({ name, size: MEMBER_BYTES, mtime: new Date(0) });
  for await (const bytes of one as AsyncIterable<Buffer>) return bytes;
  throw new Error('an archive without a header');
}

const hash = createHash('sha256');
let sizeBytes = 0;
const began = { ms: performance.now(), cpuSeconds: ownCpuSeconds() };
for await (const bytes of archive()) {
  hash.update(bytes);
  sizeBytes += bytes.length;
}
const hashSeconds = (performance.now() - began.ms) / 1_000;
const hashCpuSeconds = ownCpuSeconds() - began.cpuSeconds;
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-length': sizeBytes });
  pipeline(Readable.from(archive()), response, () => undefined);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const member = createHash('sha256').update(content).digest('hex');
  console.log(
    JSON.stringify({
      url: `http://127.0.0.1:${String(port)}/`,
      ...{ sizeBytes, hashSeconds, hashCpuSeconds, names, member, archive: hash.digest('hex') },
    }),
  );
});
