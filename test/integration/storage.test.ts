import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Environment } from '@earmark/runtime/config';
import { openStorage, sha256OfFile, type Storage } from '@earmark/source/storage';
import { findSwift } from '../support/find-swift.ts';
import { sha256 } from '../support/make-archive.ts';
import {
  type S3Server,
  s3Variables,
  startS3Server,
  stubS3Variables,
} from '../support/s3-server.ts';
import { OWNER, startSwift } from '../support/swift-server.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

// What every storage promises, whatever it is in.

const swift = findSwift();
const { signal } = new AbortController();
/** More than two parts of an upload, and less than one. */
const LARGE = randomBytes(20_000_000);
const SMALL = Buffer.from('small');

async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1 << 16) {
    yield await Promise.resolve(bytes.subarray(at, at + (1 << 16)));
  }
}

async function* failingAfter(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield* piecesOf(bytes);
  throw new Error('the content is not right');
}

interface Place {
  readonly storage: Storage;
  /** What is left of uploads that failed. */
  leftovers(): Promise<readonly string[]>;
  close(): Promise<void>;
}

describe.each([
  { what: 'a folder', open: openFolder },
  { what: 'a bucket', open: () => openBucket(startS3Server()) },
  ...(swift
    ? [{ what: 'a bucket of Swift', open: () => openBucket(startSwift(swift), OWNER) }]
    : []),
])('$what', ({ open }) => {
  let place: Place;
  let storage: Storage;
  beforeAll(async () => {
    place = await open();
    ({ storage } = place);
  });
  afterAll(() => place.close());

  const write = (path: string, bytes: Buffer) =>
    storage.write(path, piecesOf(bytes), { sha256: sha256(bytes) }, signal);
  const paths = async () => {
    const found: string[] = [];
    for await (const { path } of storage.list(signal)) found.push(path);
    return found.sort();
  };

  test('has a file that was written, large or small, with its checksum', async () => {
    for (const [path, bytes] of [
      ['07/large.mp3', LARGE],
      ['07/small.mp3', SMALL],
      ['empty', Buffer.alloc(0)],
    ] as const) {
      await write(path, bytes);
      expect(await sha256OfFile(storage, path, signal)).toBe(sha256(bytes));
      const state = await storage.stat(path, signal);
      expect(state).toMatchObject({ path, sizeBytes: bytes.length });
      expect([undefined, sha256(bytes)]).toContain(state?.sha256);
    }
    expect(await buffer(storage.read('07/large.mp3', { fromByte: 5, nBytes: 10 }, signal))).toEqual(
      LARGE.subarray(5, 15),
    );
    expect(await paths()).toEqual(['07/large.mp3', '07/small.mp3', 'empty']);
  });

  test.each([
    { what: 'large', bytes: LARGE },
    { what: 'small', bytes: SMALL },
  ])(
    'keeps what was there when a $what file fails half way, and nothing else',
    async ({ bytes }) => {
      await write('kept', SMALL);
      for (const path of ['kept', 'new']) {
        await expect(storage.write(path, failingAfter(bytes), {}, signal)).rejects.toThrow(
          'the content is not right',
        );
      }
      expect(await sha256OfFile(storage, 'kept', signal)).toBe(sha256(SMALL));
      expect(await storage.stat('new', signal)).toBeUndefined();
      expect(await place.leftovers()).toEqual([]);
    },
  );

  test('moves and removes files, and leaves out hidden ones', async () => {
    await write('.hidden/07/a b.mp3', SMALL);
    await write('.hidden/07/other.mp3', SMALL);
    expect(await paths()).not.toContainEqual(expect.stringContaining('hidden'));
    await storage.move('.hidden/07/a b.mp3', '07/a b.mp3', sha256(SMALL), signal);
    expect(await sha256OfFile(storage, '07/a b.mp3', signal)).toBe(sha256(SMALL));
    expect([undefined, sha256(SMALL)]).toContain(
      (await storage.stat('07/a b.mp3', signal))?.sha256,
    );
    expect(await storage.stat('.hidden/07/a b.mp3', signal)).toBeUndefined();
    await storage.removeFolder('.hidden', signal);
    expect(await storage.stat('.hidden/07/other.mp3', signal)).toBeUndefined();
    await storage.remove('07/a b.mp3', signal);
    await storage.remove('07/a b.mp3', signal);
    expect(await storage.stat('07/a b.mp3', signal)).toBeUndefined();
  });

  test('says that a file is not there', async () => {
    await expect(sha256OfFile(storage, 'nowhere', signal)).rejects.toMatchObject({
      code: 'SOURCE_NOT_FOUND',
    });
  });
});

test('a path never leads out of the folder', async () => {
  const { storage, ...place } = await openFolder();
  await expect(storage.write('../outside', piecesOf(SMALL), {}, signal)).rejects.toThrow(
    'is not a path in the folder',
  );
  await place.close();
});

test('a folder that is a link is listed, and a link that leads nowhere is not', async () => {
  const { storage, ...place } = await openFolder();
  const folder = storage.folder!;
  mkdirSync(join(folder, '..', 'elsewhere'));
  writeFileSync(join(folder, '..', 'elsewhere', '1.mp3'), 'x');
  symlinkSync('../elsewhere', join(folder, '07'));
  symlinkSync('nowhere', join(folder, '08'));
  const found: string[] = [];
  for await (const { path } of storage.list(signal)) found.push(path);
  expect(found).toEqual(['07/1.mp3']);
  await place.close();
});

const NO_STORAGE: readonly { address: string; says: string }[] = [
  { address: 's3://', says: 'is neither a folder nor s3://bucket/prefix' },
  { address: 'https://example.org/', says: 'is neither a folder nor s3://bucket/prefix' },
];

test.each(NO_STORAGE)('$address is refused', async ({ address, says }) => {
  await expect(openStorage(address, {} as Environment)).rejects.toThrow(says);
});

async function openFolder(): Promise<Place> {
  const temporary: TemporaryFolder = temporaryFolder();
  const folder = join(temporary.path, 'corpus');
  mkdirSync(folder);
  return {
    storage: await openStorage(folder, {} as Environment),
    leftovers: () =>
      Promise.resolve(
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
          name.endsWith('.tmp'),
        ),
      ),
    close() {
      temporary.remove();
      return Promise.resolve();
    },
  };
}

async function openBucket(starting: Promise<S3Server>, credentials = S3RVER): Promise<Place> {
  const server = await starting;
  const env = stubS3Variables(server.url, credentials);
  const client = new S3Client({
    endpoint: server.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials,
  });
  return {
    storage: await openStorage(`s3://${server.bucket}/jamendo`, env),
    async leftovers() {
      if (credentials === S3RVER) return [];
      const { Uploads = [] } = await client.send(
        new ListMultipartUploadsCommand({ Bucket: server.bucket }),
      );
      return Uploads.map(({ Key = '' }) => Key);
    },
    async close() {
      vi.unstubAllEnvs();
      await server.close();
    },
  };
}

const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
  s3Variables('');
const S3RVER = { accessKeyId, secretAccessKey };
