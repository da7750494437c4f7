import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SourceItem } from '@earmark/core/run';
import type { Environment } from '@earmark/runtime/config';
import { openFetchAudio, openS3, openSource } from '@earmark/source';
import { earmark } from '../support/earmark.ts';
import { findSwift } from '../support/find-swift.ts';
import { makeTracks } from '../support/music.ts';
import { startS3Faults } from '../support/s3-faults.ts';
import { type S3Credentials, s3Variables, stubS3Variables } from '../support/s3-server.ts';
import { createStage, resultFiles } from '../support/stage.ts';
import { GUEST, OWNER, startSwift, type SwiftServer } from '../support/swift-server.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

// What the server of the other tests cannot show: it checks no secret key, heeds no condition, and keeps objects as files.

const swift = findSwift();
let server: SwiftServer;
let folder: TemporaryFolder;
let env: Environment;

beforeAll(async () => {
  server = await startSwift(swift!);
  folder = temporaryFolder();
  vi.stubEnv('TMPDIR', folder.path);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  folder.remove();
  await server.close();
});
beforeEach(() => {
  env = stubS3Variables(server.url, OWNER);
});

const { signal } = new AbortController();
const WRONG = { ...OWNER, secretAccessKey: 'guessing' };
const UNKNOWN = { ...OWNER, accessKeyId: 'test:nobody' };
const LARGE = randomBytes(20_000_000);

describe.skipIf(!swift)('a store that checks everything', () => {
  const NOT_ACCEPTED =
    /^http\S+ does not accept the credentials for the bucket "corpus"\. Set AWS_ACCESS_KEY_ID and AWS_SECRET/;
  const GIVE_RIGHTS = /does not let these credentials .* Give them .*s3:GetObject/;
  const ELSEWHERE = /"corpus" is in another region .* Set AWS_REGION to it/;

  test.each([
    { who: 'a wrong secret key', as: WRONG, says: NOT_ACCEPTED },
    { who: 'an unknown access key', as: UNKNOWN, says: NOT_ACCEPTED },
    { who: 'the right keys for another region', region: 'eu-west-1', says: ELSEWHERE },
    { who: 'a user without rights', as: GUEST, says: GIVE_RIGHTS, alone: 'SOURCE_UNREADABLE' },
  ])('refuses $who, and we say what to do', async ({ as = OWNER, region, says, alone }) => {
    const item = await put('refused/a.mp3', 'a');
    env = { ...stubS3Variables(server.url, as), AWS_REGION: region };
    await expectRefusal(list('refused'), 'SOURCE_DENIED', says);
    // One object may be for others, where the rest is for us.
    await expectRefusal(fetched(item), alone ?? 'SOURCE_DENIED', says);
    const inList = itemsOf(listFileOf(item));
    if (alone === undefined) await expectRefusal(inList, 'SOURCE_DENIED', says);
    else expect(await inList).toMatchObject([{ uri: item.uri, version: 'unknown' }]);
  });

  test.each([
    { what: 'an hour fast', hours: 1 },
    { what: 'an hour slow', hours: -1 },
    { what: 'of last year', hours: -24 * 365 },
  ])('refuses a clock that is $what; the second try goes by its own', async ({ hours }) => {
    await put('clock/a.mp3', 'a');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 });
    try {
      expect(await list('clock')).toHaveLength(1);
      env = { ...env, AWS_MAX_ATTEMPTS: 1 };
      await expectRefusal(
        list('clock'),
        'SOURCE_DENIED',
        /^The clock of this machine .* Set it\.$/,
      );
    } finally {
      vi.useRealTimers();
    }
  });

  test('has no such bucket, and nothing under a prefix', async () => {
    const noBucket = /^There is no bucket "nowhere" at http/;
    await expectRefusal(itemsOf('s3://nowhere/music'), 'SOURCE_NOT_FOUND', noBucket);
    expect(await list('nothing/at/all')).toEqual([]);
  });

  test('lists more than a thousand keys by pages: each once, in order, no page before it is wanted', async () => {
    // The token of a page is made of a key: none is harmless.
    const files = Array.from({ length: 1_050 }, (_, i) => `${1_000 + i} é+&=%2B.mp3`);
    for (let at = 0; at < files.length; at += 25) {
      const some = files.slice(at, at + 25);
      await Promise.all(some.map((file) => server.put(`many/${file}`, file)));
    }
    const faults = await startS3Faults(server.url);
    env = { ...env, AWS_ENDPOINT_URL_S3: faults.url };
    const listed: string[] = [];
    for await (const page of (await openSource('s3://corpus/many', { env })).list(signal)) {
      listed.push(...page.map(({ file }) => file));
      expect(faults.requests.length).toBe(Math.ceil(listed.length / 1_000));
    }
    expect(listed).toEqual(files);
    await faults.close();
  });

  test.each(
    [
      'été – 音乐 🎵.mp3',
      // The same as é to a reader, and another key.
      'e\u0301te\u0301.mp3',
      'a b+c.mp3',
      '+',
      '100%25 %2F %00 %.mp3',
      '#1?x=y&z;a,b:c@d$e^f`g|.mp3',
      `it's "so" <loud>.mp3`,
      '(live) [1999] {remix}!*~.mp3',
      'back\\slash.mp3',
      ' around .mp3 ',
      'two\nlines\r\nand a tab\t.mp3',
      'bell\u0007 escape\u001b delete\u007f.mp3',
      '/leading.mp3',
      '//twice//a.mp3',
      'trailing/',
      '../up/./here.mp3',
      '..',
      // A key has at most 1,024 bytes.
      `${'é'.repeat(508)}.mp3`,
      `${'x'.repeat(1_017)}.mp3`,
    ].map((name, i) => ({ name, prefix: `${i + 10}/` })),
  )('has an object $name, listed and fetched by that name', async ({ name, prefix }) => {
    const { bucket } = server;
    const key = prefix + name;
    await server.put(key, name);
    const objects = await collect((await openS3(env)).list({ bucket, key: prefix }, signal));
    expect(objects.map((object) => object.key)).toEqual([key]);
    const uri = `s3://${bucket}/${key}`;
    expect(await fetched({ uri, version: objects[0]!.version })).toBe(sha256(name));
  });

  test('has objects that begin with a slash in a bucket, and we list and fetch them', async () => {
    await server.put('/at/the/root.mp3', 'root');
    const items = await itemsOf(`s3://${server.bucket}`);
    const item = items.find(({ file }) => file === '/at/the/root.mp3');
    expect(await fetched(item!)).toBe(sha256('root'));
  });

  describe.each([
    { how: 'at once', put: 'put', version: /^[0-9a-f]{32}$/ },
    { how: 'in parts', put: 'putInParts', version: /^[0-9a-f]{32}-4$/ },
  ] as const)('with a large object that was put $how', ({ how, put, version }) => {
    const key = `large/${how}/a.wav`;
    let item: SourceItem;
    beforeEach(async () => {
      await server[put](key, LARGE);
      [item] = (await list(`large/${how}`)) as [SourceItem];
    });

    test('gives it, byte for byte, in the version that it was listed in', async () => {
      expect(item.version).toMatch(version);
      expect(await fetched(item)).toBe(sha256(LARGE));
      // A list of objects asks for each of them.
      const { version: asked, sizeBytes } = item;
      expect(await itemsOf(listFileOf(item))).toMatchObject([{ version: asked, sizeBytes }]);
    });

    test('refuses it once it was replaced, and sends nothing of the new one', async () => {
      await server[put](key, randomBytes(LARGE.length));
      const [after] = await list(`large/${how}`);
      expect(after).toEqual({ ...item, version: after!.version });
      expect(after!.version).not.toBe(item.version);
      await expect(fetched(item)).rejects.toMatchObject({
        code: 'SOURCE_CHANGED',
        // The server's own word, not that of our comparison.
        cause: { $metadata: { httpStatusCode: 412 } },
      });
      expect(temporaryFiles()).toEqual([]);
    });

    test('gives it to the end although it is replaced meanwhile', async () => {
      const s3 = await openS3(env);
      const wanted = { bucket: server.bucket, key, version: item.version };
      const bytes: Uint8Array[] = [];
      for await (const some of s3.read(wanted, signal)) {
        if (bytes.length === 0) await server[put](key, randomBytes(LARGE.length));
        bytes.push(some);
      }
      expect(sha256(Buffer.concat(bytes))).toBe(sha256(LARGE));
    });

    test('has it no more once it was deleted', async () => {
      await server.remove(key);
      await expectRefusal(fetched(item), 'SOURCE_NOT_FOUND', /^The object does not exist/);
      expect(temporaryFiles()).toEqual([]);
    });
  });

  test('is tagged like a folder; a wrong secret key ends the run in one line', async () => {
    const stage = createStage();
    for (const track of makeTracks(stage.music, 4)) {
      await server.put(`music/${track}`, readFileSync(join(stage.music, track)));
    }
    expect(await stage.run()).toMatchObject({ exitCode: 0, stderr: '' });
    const fromFolder = resultFiles(stage.out);
    const run = (credentials: S3Credentials) =>
      earmark(['run', 's3://corpus/music', '--out', stage.out, '--force'], {
        ...stage.variables,
        ...s3Variables(server.url, credentials),
      });
    const ended = await run(OWNER);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain('4 tracks, 4 tasks');
    expect(resultFiles(stage.out)).toEqual(fromFolder);
    const refused = await run(WRONG);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(
      /^earmark: .* does not accept the credentials .* AWS_SECRET.*\n$/,
    );
    stage.remove();
  });
});

/** What is listed of an object that was put. */
async function put(key: string, bytes: string): Promise<SourceItem> {
  await server.put(key, bytes);
  const [item] = await list(key.slice(0, key.lastIndexOf('/')));
  return item!;
}

function list(prefix: string): Promise<readonly SourceItem[]> {
  return itemsOf(`s3://${server.bucket}/${prefix}`);
}

async function itemsOf(name: string): Promise<readonly SourceItem[]> {
  const source = await openSource(name, { env });
  return (await collect(source.list(signal))).flat();
}

/** A text file that names the object. */
function listFileOf({ uri }: SourceItem): string {
  const path = join(folder.path, 'list.txt');
  writeFileSync(path, `${uri}\n`);
  return path;
}

/** The hash of what is fetched: a report of a failure has room for that. */
async function fetched({ uri, version }: Pick<SourceItem, 'uri' | 'version'>): Promise<string> {
  const fetchAudio = await openFetchAudio(env);
  const audio = await fetchAudio(uri, version, signal);
  const hash = sha256(readFileSync(audio.path));
  await audio.release();
  return hash;
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function temporaryFiles(): readonly string[] {
  return readdirSync(folder.path).filter((name) => name.startsWith('earmark-'));
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

async function expectRefusal(work: Promise<unknown>, code: string, says: RegExp): Promise<void> {
  const message = expect.stringMatching(says) as string;
  await expect(work).rejects.toMatchObject({ code, message });
}
