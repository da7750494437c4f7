import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { SourceItem } from '@earmark/core/run';
import type { Environment } from '@earmark/runtime/config';
import { freePort } from '@earmark/runtime/process';
import { openFetchAudio, openS3, openSource } from '@earmark/source';
import {
  answer,
  reset,
  silent,
  type S3Faults,
  startS3Faults,
  status,
  truncated,
  withoutEtag,
} from '../support/s3-faults.ts';
import { type S3Server, startS3Server, stubS3Variables } from '../support/s3-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: S3Server;
let faults: S3Faults;
let env: Environment;

beforeAll(async () => {
  server = await startS3Server();
  faults = await startS3Faults(server.url);
  env = stubS3Variables(faults.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await faults.close();
  await server.close();
});
beforeEach(() => {
  faults.reset();
});

const { signal } = new AbortController();

async function list(name: string, endpoint = faults.url) {
  const source = await openSource(name, { env: { ...env, AWS_ENDPOINT_URL_S3: endpoint } });
  const items: SourceItem[] = [];
  for await (const page of source.list(signal)) items.push(...page);
  return { name: source.name, items, ignored: source.ignored };
}

async function filesOf(name: string): Promise<readonly string[]> {
  return (await list(name)).items.map(({ file }) => file);
}

test('a prefix is a folder, with and without its slash, and an audio object a source of one item', async () => {
  for (const key of ['albums/a.mp3', 'albums/x/b.FLAC', 'albums-2/c.mp3', 'albums.mp3']) {
    await server.put(key, key);
  }
  const withSlash = await list(`s3://${server.bucket}/albums/`);
  expect(withSlash.items.map(({ file }) => file).sort()).toEqual(['a.mp3', 'x/b.FLAC']);
  expect(await list(`s3://${server.bucket}/albums`)).toEqual(withSlash);
  expect(withSlash.name).toBe(`s3://${server.bucket}/albums/`);
  const object = `s3://${server.bucket}/albums.mp3`;
  expect((await list(object)).items).toMatchObject([{ file: object, uri: object, sizeBytes: 10 }]);
});

test('what is no audio is counted; an empty object is audio until it is opened', async () => {
  const keys = [
    'mixed/a.mp3',
    'mixed/empty.wav',
    'mixed/cover.jpg',
    'mixed/.x/b.mp3',
    'mixed/.c.mp3',
  ];
  for (const key of keys) await server.put(key, key.includes('empty') ? '' : key);
  faults.spoil({
    path: /prefix=folders/,
    fault: answer(listing(['folders/', 'folders/a/', 'folders/b.mp3/', 'folders/a/1.mp3'])),
  });
  expect((await list(`s3://${server.bucket}/folders`)).ignored).toMatchObject({
    hidden: 0,
    notAudio: 3,
  });
  const { items, ignored } = await list(`s3://${server.bucket}/mixed`);
  expect(items.map(({ file, sizeBytes }) => [file, sizeBytes])).toEqual([
    ['a.mp3', 11],
    ['empty.wav', 0],
  ]);
  expect(ignored).toMatchObject({ hidden: 2, notAudio: 1 });
});

test('the ETag is the version: other bytes are another one', async () => {
  await server.put('versions/a.mp3', 'one');
  const [before] = (await list(`s3://${server.bucket}/versions`)).items;
  await server.put('versions/a.mp3', 'two');
  const [after] = (await list(`s3://${server.bucket}/versions`)).items;
  expect(before!.version).toMatch(/^[0-9a-f]{32}$/);
  expect(after).toEqual({ ...before!, version: after!.version });
  expect(after!.version).not.toBe(before!.version);
});

test('without ETags, size and time are the version, in a prefix, in a list and when the object is read', async () => {
  for (const method of ['GET', 'HEAD']) faults.spoil({ method, fault: withoutEtag });
  await server.put('no-etag/a.mp3', 'one');
  const [listed] = (await list(`s3://${server.bucket}/no-etag`)).items;
  const { uri, version } = listed!;
  expect(version).toMatch(/^no-etag:3:\d+$/);
  const named = temporaryFolder();
  writeFileSync(join(named.path, 'list.txt'), uri);
  expect((await list(join(named.path, 'list.txt'))).items).toMatchObject([{ uri, version }]);
  named.remove();
  const fetchAudio = await openFetchAudio(env);
  const audio = await fetchAudio(uri, version, signal);
  expect(readFileSync(audio.path, 'utf8')).toBe('one');
  await audio.release();
  await server.put('no-etag/a.mp3', 'another');
  await expect(fetchAudio(uri, version, signal)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
});

test('AWS_REQUEST_PAYER is said of every request for objects', async () => {
  await server.put('payer/a.mp3', 'one');
  const s3 = await openS3({ ...env, AWS_REQUEST_PAYER: 'requester' });
  const location = { bucket: server.bucket, key: 'payer/a.mp3' };
  for await (const { key } of s3.list(location, signal)) expect(key).toBe(location.key);
  const { version } = (await s3.head(location, signal))!;
  for await (const bytes of s3.read({ ...location, version }, signal)) expect(bytes.length).toBe(3);
  const payers = faults.headers.map((headers) => headers['x-amz-request-payer']);
  expect(payers).toEqual(['requester', 'requester', 'requester']);
});

test('a store that is frozen is SOURCE_UNAVAILABLE for a prefix and for an object, and not reachable', async () => {
  for (const method of ['GET', 'HEAD']) faults.spoil({ method, fault: silent });
  const s3 = await openS3(env, { stallMs: 300 });
  const location = { bucket: server.bucket, key: 'frozen/a.mp3' };
  const unavailable = { code: 'SOURCE_UNAVAILABLE' };
  await expect(s3.list(location, signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject(
    unavailable,
  );
  await expect(s3.head(location, signal)).rejects.toMatchObject(unavailable);
  const nBefore = faults.requests.length;
  expect(await s3.isBucketReachable(server.bucket, signal)).toBe(false);
  expect(faults.requests).toHaveLength(nBefore + 1);
});

test('more than a thousand objects come page by page, each once, and no page before it is wanted', async () => {
  const files = Array.from({ length: 1_100 }, (_, i) => `${String(i).padStart(4, '0')}.mp3`);
  for (let at = 0; at < files.length; at += 50) {
    await Promise.all(files.slice(at, at + 50).map((file) => server.put(`many/${file}`, file)));
  }
  faults.reset();
  const source = await openSource(`s3://${server.bucket}/many`, { env });
  const listed: string[] = [];
  for await (const page of source.list(signal)) {
    listed.push(...page.map(({ file }) => file));
    expect(page.length).toBeLessThanOrEqual(500);
    expect(faults.requests.length).toBe(Math.ceil(listed.length / 1_000));
  }
  expect(listed).toEqual(files);
});

test('a list of many small pages is followed to its end', async () => {
  const page = (i: number) => listing([`pages/${i}.mp3`], i < 9 ? `token+/=${i}` : undefined);
  for (let i = 1; i <= 9; i++) faults.spoil({ times: 1, fault: answer(page(i)) });
  expect(await filesOf(`s3://${server.bucket}/pages`)).toHaveLength(9);
  const tokens = faults.requests.map((line) =>
    new URL(line.slice('GET '.length), faults.url).searchParams.get('continuation-token'),
  );
  expect(tokens).toEqual([null, ...[1, 2, 3, 4, 5, 6, 7, 8].map((i) => `token+/=${i}`)]);
});

test.each([
  'été – 音乐 🎵.mp3',
  'a b+c.mp3',
  '100%25 %2F #1?x=y&z.ogg',
  `it's "so" <loud>.wav`,
  'two\nlines.wav',
  '(live) [1999] {remix}!*~.mp3',
])('the object %j is listed and read as what it is', async (file) => {
  await server.put(`odd/${file}`, file);
  const item = (await list(`s3://${server.bucket}/odd/`)).items.find((one) => one.file === file);
  expect(await fetched(item!)).toBe(file);
  await server.remove(`odd/${file}`);
});

// No server that keeps objects as files has these: the listing is as AWS writes it, and what matters is what is
// then asked for.
test.each([
  '//twice//a.mp3',
  '/leading.mp3',
  '../up.mp3',
  './here/../a.mp3',
  ' trailing .mp3',
  'line\r\nfeed.mp3',
  'tab\tbell\u0007.mp3',
  `${'very '.repeat(190)}long.mp3`,
])('the object %j is asked for by its own name', async (key) => {
  faults.spoil({ path: /list-type=2/, fault: answer(listing([key])) });
  const [item] = (await list(`s3://${server.bucket}`)).items;
  expect(item).toMatchObject({ file: key, uri: `s3://${server.bucket}/${key}` });
  faults.spoil({ path: /GetObject/, fault: status(404, 'NoSuchKey') });
  await expect(fetched(item!)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  const [path = ''] = faults.requests.at(-1)!.slice('GET '.length).split('?');
  expect(decodeURIComponent(path)).toBe(`/${server.bucket}/${key}`);
});

test('a key that is not UTF-8, as some servers keep, fails by name, and the rest is listed', async () => {
  const page = listing(['bad.mp3', 'good.mp3']).replace('bad.mp3', 'Bj%F6rk.mp3');
  faults.spoil({ path: /list-type=2/, fault: answer(page) });
  const { items } = await list(`s3://${server.bucket}`);
  expect(items.map(({ file }) => file)).toEqual(['Bj%F6rk.mp3', 'good.mp3']);
  await expect(fetched(items[0]!)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
});

test.each([
  { what: 'throttles', fault: status(503, 'SlowDown') },
  { what: 'fails', fault: status(500, 'InternalError') },
  { what: 'breaks the connection', fault: reset },
])('a store that $what once is asked again', async ({ fault }) => {
  await server.put('again/a.mp3', 'a');
  faults.spoil({ times: 1, fault });
  expect(await filesOf(`s3://${server.bucket}/again`)).toEqual(['a.mp3']);
});

test.each([
  { what: 'AccessDenied', code: 'SOURCE_DENIED', says: /list the bucket "corpus".*s3:ListBucket/ },
  { what: 'InvalidAccessKeyId', code: 'SOURCE_DENIED', says: /"corpus".*AWS_ACCESS_KEY_ID/ },
  { what: 'SignatureDoesNotMatch', code: 'SOURCE_DENIED', says: /AWS_SECRET_ACCESS_KEY/ },
  { what: 'ExpiredToken', code: 'SOURCE_DENIED', says: /expired/ },
  { what: 'AuthorizationHeaderMalformed', code: 'SOURCE_DENIED', says: /AWS_REGION/ },
  { what: 'MethodNotAllowed', http: 405, code: 'SOURCE_DENIED', says: /MethodNotAllowed/ },
])('$what ends the listing with $code and what to do', async ({ what, http = 403, code, says }) => {
  faults.spoil({ fault: status(http, what) });
  await expectRefusal(list(`s3://${server.bucket}/x`), code, says);
});

test.each([
  { what: 'throttles', fault: status(503, 'SlowDown'), says: /SlowDown/ },
  { what: 'breaks every connection', fault: reset, says: /socket hang up|ECONNRESET/ },
  { what: 'breaks off half way', fault: truncated(60), says: /./ },
  {
    what: 'is a web site',
    fault: answer('<html><body>Hello</body></html>'),
    says: /not a listing/,
  },
  { what: 'starts again for ever', fault: answer(listing(['a.mp3'], '')), says: /not a listing/ },
])('a store that $what is SOURCE_UNAVAILABLE', async ({ fault, says }) => {
  faults.spoil({ fault });
  await expectRefusal(list(`s3://${server.bucket}/x`), 'SOURCE_UNAVAILABLE', says);
});

test('an address where nothing answers is SOURCE_UNAVAILABLE', async () => {
  const url = `http://127.0.0.1:${String(await freePort())}`;
  const listed = list('s3://corpus', url);
  await expectRefusal(listed, 'SOURCE_UNAVAILABLE', new RegExp(`${url}.*ECONNREFUSED`));
});

test('a bucket that is not there is SOURCE_NOT_FOUND', async () => {
  const says = /no bucket "nowhere" at http.*AWS_ENDPOINT_URL_S3/;
  await expectRefusal(list('s3://nowhere/x'), 'SOURCE_NOT_FOUND', says);
});

test('no credentials are SOURCE_DENIED, and it says which to set', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', '');
  vi.stubEnv('HOME', '/nonexistent');
  await expectRefusal(list(`s3://${server.bucket}`), 'SOURCE_DENIED', /AWS_ACCESS_KEY_ID/);
  stubS3Variables(faults.url);
});

test('an address without a bucket is refused', async () => {
  await expectRefusal(openSource('s3://', { env }), 'USAGE_INVALID', /names no bucket/);
});

async function expectRefusal(work: Promise<unknown>, code: string, says: RegExp): Promise<void> {
  const message = expect.stringMatching(says) as string;
  await expect(work).rejects.toMatchObject({ code, message });
}

async function fetched({ uri, version }: SourceItem): Promise<string> {
  const fetchAudio = await openFetchAudio(env);
  const audio = await fetchAudio(uri, version, signal);
  const text = readFileSync(audio.path, 'utf8');
  await audio.release();
  return text;
}

/** A page of a list as AWS writes it, with keys that XML could not hold encoded. */
function listing(keys: readonly string[], nextToken?: string): string {
  const contents = keys.map((key) => {
    const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
    return `<Contents><Key>${encoded}</Key><ETag>&quot;abc&quot;</ETag><Size>3</Size></Contents>`;
  });
  return (
    '<?xml version="1.0"?><ListBucketResult><EncodingType>url</EncodingType>' +
    `<IsTruncated>${String(nextToken !== undefined)}</IsTruncated>${contents.join('')}` +
    `${nextToken ? `<NextContinuationToken>${nextToken}</NextContinuationToken>` : ''}</ListBucketResult>`
  );
}
