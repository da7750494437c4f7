import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Environment } from '@earmark/runtime/config';
import {
  assertSourcePresent,
  createIsReadable,
  createReadLimit,
  createS3Fetch,
  type FetchAudio,
  openS3,
} from '@earmark/source';
import {
  after,
  delayed,
  reset,
  resetAfter,
  type S3Faults,
  stalled,
  startS3Faults,
  status,
  truncated,
} from '../support/s3-faults.ts';
import { type S3Server, startS3Server, stubS3Variables } from '../support/s3-server.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const BYTES = randomBytes(300_000);
const ETAG = createHash('md5').update(BYTES).digest('hex');

let server: S3Server;
let faults: S3Faults;
let env: Environment;
let folder: TemporaryFolder;
let fetchAudio: FetchAudio;
let uri: string;

beforeAll(async () => {
  server = await startS3Server();
  faults = await startS3Faults(server.url);
  env = stubS3Variables(faults.url);
  folder = temporaryFolder();
  vi.stubEnv('TMPDIR', folder.path);
  uri = `s3://${server.bucket}/a.mp3`;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  folder.remove();
  await faults.close();
  await server.close();
});
beforeEach(async () => {
  await server.put('a.mp3', BYTES);
  faults.reset();
  fetchAudio = createS3Fetch(await openS3(env, { stallMs: 1_500 }), createReadLimit({}));
});

const { signal } = new AbortController();

test('an object lies in a temporary file until it is released', async () => {
  const audio = await fetchAudio(uri, ETAG, signal);
  expect(readFileSync(audio.path).equals(BYTES)).toBe(true);
  expect(audio.sizeBytes).toBe(BYTES.length);
  expect(audio.sha256.equals(createHash('sha256').update(BYTES).digest())).toBe(true);
  expect(temporaryFiles()).toHaveLength(1);
  await audio.release();
  expect(temporaryFiles()).toEqual([]);
});

test('an object is one request of the limit, and each of its bytes counts once', async () => {
  const counts = { requests: 0, bytes: 0 };
  const limit = {
    request: () => {
      counts.requests++;
      return Promise.resolve();
    },
    read: (nBytes: number) => {
      counts.bytes += nBytes;
      return Promise.resolve();
    },
  };
  const audio = await createS3Fetch(await openS3(env), limit)(uri, ETAG, signal);
  expect(counts).toEqual({ requests: 1, bytes: BYTES.length });
  await audio.release();
});

test('many objects are fetched at a time', async () => {
  const fetchAudio = createS3Fetch(await openS3(env), createReadLimit({}));
  const all = await Promise.all(Array.from({ length: 8 }, () => fetchAudio(uri, ETAG, signal)));
  expect(new Set(all.map(({ path }) => path)).size).toBe(8);
  await Promise.all(all.map((audio) => audio.release()));
  expect(temporaryFiles()).toEqual([]);
});

test.each([
  { what: 'throttled once', fault: status(503, 'SlowDown') },
  { what: 'answered with an error once', fault: status(500, 'InternalError') },
  { what: 'not answered once', fault: reset },
  { what: 'kept waiting', fault: delayed(100) },
])('who is $what gets the object all the same', async ({ fault }) => {
  faults.spoil({ times: 1, fault });
  const audio = await fetchAudio(uri, ETAG, signal);
  expect(audio.sizeBytes).toBe(BYTES.length);
  await audio.release();
});

const FAILURES = [
  { what: 'throttles for ever', fault: status(503, 'SlowDown'), code: 'SOURCE_UNAVAILABLE' },
  { what: 'fails for ever', fault: status(500, 'InternalError'), code: 'SOURCE_UNAVAILABLE' },
  { what: 'never answers', fault: reset, code: 'SOURCE_UNAVAILABLE' },
  { what: 'is reset half way', fault: resetAfter(100_000), code: 'SOURCE_UNAVAILABLE' },
  { what: 'ends half way', fault: truncated(100_000), code: 'SOURCE_UNAVAILABLE' },
  { what: 'ends one byte early', fault: truncated(BYTES.length - 1), code: 'SOURCE_UNAVAILABLE' },
  { what: 'falls silent half way', fault: stalled(100_000), code: 'SOURCE_UNAVAILABLE' },
  { what: 'falls silent at once', fault: stalled(0), code: 'SOURCE_UNAVAILABLE' },
  { what: 'says it changed', fault: status(412, 'PreconditionFailed'), code: 'SOURCE_CHANGED' },
  { what: 'says it is gone', fault: status(404, 'NoSuchKey'), code: 'SOURCE_NOT_FOUND' },
  { what: 'forbids it', fault: status(403, 'AccessDenied'), code: 'SOURCE_UNREADABLE' },
  { what: 'has archived it', fault: status(403, 'InvalidObjectState'), code: 'SOURCE_UNREADABLE' },
  { what: 'wants a key for it', fault: status(400, 'InvalidRequest'), code: 'SOURCE_UNREADABLE' },
  { what: 'does not know us', fault: status(403, 'InvalidAccessKeyId'), code: 'SOURCE_DENIED' },
  { what: 'has expired us', fault: status(400, 'ExpiredToken'), code: 'SOURCE_DENIED' },
];

test.each(FAILURES)('a store that $what is $code, and no file is left', async ({ fault, code }) => {
  faults.spoil({ fault });
  await expect(fetchAudio(uri, ETAG, signal)).rejects.toMatchObject({ code });
  expect(temporaryFiles()).toEqual([]);
});

test('an object that changed since it was listed is SOURCE_CHANGED', async () => {
  faults.spoil({ fault: after(() => server.put('a.mp3', 'other bytes')) });
  await expect(fetchAudio(uri, ETAG, signal)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  expect(temporaryFiles()).toEqual([]);
});

test('an object that could not be looked at is fetched in any version', async () => {
  const audio = await fetchAudio(uri, 'unknown', signal);
  expect(audio.sizeBytes).toBe(BYTES.length);
  await audio.release();
});

test.each([
  { when: 'before the answer', fault: stalled(0) },
  { when: 'in the middle', fault: stalled(100_000) },
])('a fetch that is given up $when ends with the reason and leaves no file', async ({ fault }) => {
  const patient = createS3Fetch(await openS3(env), createReadLimit({}));
  faults.spoil({ fault });
  const reason = new Error('enough');
  const stop = new AbortController();
  setTimeout(() => {
    stop.abort(reason);
  }, 100);
  await expect(patient(uri, ETAG, stop.signal)).rejects.toBe(reason);
  expect(temporaryFiles()).toEqual([]);
});

describe('an object that may not be read', () => {
  const source = 's3://corpus/';
  const check = (uris: readonly string[]) => {
    const isReadable = createIsReadable(env);
    return assertSourcePresent(
      { uri, trackVersion: ETAG },
      () => Promise.resolve({ source, uris }),
      (other) => isReadable(other, signal),
    );
  };
  const gone = (n: number) => Array.from({ length: n }, (_, i) => `${uri}.gone-${String(i)}`);

  test('is alone where another one can be read, or there is no other', async () => {
    await expect(check([...gone(9), uri])).resolves.toBeUndefined();
    await expect(check([])).resolves.toBeUndefined();
  });

  test.each([{ n: 2 }, { n: 10 }])('is one of all where none of $n others can', async ({ n }) => {
    faults.spoil({ method: 'HEAD', fault: status(403, 'AccessDenied') });
    await expect(check(Array.from({ length: n }, () => uri))).rejects.toMatchObject({
      code: 'SOURCE_DENIED',
      message: expect.stringContaining('s3:GetObject') as string,
    });
  });
});

test('no temporary folder is a wrong usage that nothing is asked for', async () => {
  vi.stubEnv('TMPDIR', `${folder.path}/gone`);
  await expectCode('USAGE_INVALID');
  expect(faults.requests).toEqual([]);
  vi.stubEnv('TMPDIR', folder.path);
});

async function expectCode(code: string): Promise<void> {
  await expect(fetchAudio(uri, ETAG, signal)).rejects.toMatchObject({ code });
}

function temporaryFiles(): readonly string[] {
  return readdirSync(folder.path);
}
