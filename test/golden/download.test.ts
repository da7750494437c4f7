import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { earmarkHere } from '../support/earmark-here.ts';
import { startArchiveServer } from '../support/archive-server.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const folder = join(process.env['EARMARK_GOLDEN'] ?? '', 'mtg-jamendo', 'golden', 'download');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(folder);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with mtg-jamendo.');

interface Golden {
  readonly id: string;
  readonly args: readonly string[];
  readonly requestedUrls: readonly string[];
  readonly exitCode: number;
  readonly stdout: readonly string[];
  readonly error: string | null;
  readonly filesAfter: Readonly<Record<string, string>>;
}

/** The lists of a case: sums by name. */
interface Listed {
  readonly archives: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, string>>;
}

/** What is expected in place of the golden case: the rows of the table of deviations in docs/dataset.md. */
interface Deviation {
  readonly why: string;
  readonly change?: (golden: Golden, listed: Listed) => Partial<Golden>;
  /** On stderr. */
  readonly says?: RegExp;
}

const AGAIN = 'Run the same command again';
const failing = ({ stdout }: Golden) => ({ exitCode: 1, stdout: [...stdout.slice(0, -1), AGAIN] });

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'ok-remove': {
    why: 'archives that are not kept are unpacked while they arrive',
    change: ({ stdout }, { archives }) => ({
      stdout: [
        ...stdout.slice(0, 1),
        ...Object.keys(archives).flatMap((archive) => [
          `${archive} checksum OK`,
          `${archive} track checksums OK`,
        ]),
        'Download complete',
      ],
    }),
  },
  'bad-archive': {
    why: 'a failure has an exit code, and says what arrived',
    change: failing,
    says: /^\S+\.tar does not match the checksum: the SHA-256 of its \d+ bytes is /,
  },
  'not-found': {
    why: 'the status of the answer counts, and a failure has an exit code',
    change: failing,
    says: /\S+\.tar answers 404: it is not available there/,
  },
  'existing-corrupt': {
    why: 'an archive that is there is verified, and downloaded again when it is another one',
    change: ({ stdout, requestedUrls }, listed) => ({
      exitCode: 0,
      requestedUrls: Object.keys(listed.archives).map((archive) =>
        requestedUrls[0]!.replace(/[^/]+$/, archive),
      ),
      stdout: [...unpacking(stdout, listed), 'Unpacking complete'],
      filesAfter: { ...listed.archives, ...listed.members },
    }),
    says: /OUT\/\S+\.tar does not match the checksum, removing the file$/,
  },
  'unlisted-member': {
    why: 'a member that is not listed is refused by itself, and the rest is unpacked',
    change: ({ stdout, error }, listed) => ({
      stdout: unpacking(stdout, listed, /'(\d\d)\//.exec(error ?? '')?.[1]),
      filesAfter: { ...listed.archives, ...listed.members },
    }),
    says: /^\S+\.tar: \d\d\/\d+\.mp3 is refused: it is not in the list of checksums\.$/,
  },
  'no-leading-folder': {
    why: 'folders are left out wherever they are, and every file is checked',
    change: ({ stdout }, listed) => ({
      exitCode: 0,
      stdout: [...unpacking(stdout, listed), 'Unpacking complete'],
    }),
  },
  'track-list-extra': {
    why: 'a listed file that no archive has is named',
    says: /\d\d\/\d+\.mp3 is listed, and/,
  },
  'no-output-dir': {
    why: 'a failure has an exit code',
    change: () => ({ exitCode: 2 }),
    says: /^earmark: Output directory \S+OUT does not exist\. Make it: mkdir -p \S+OUT$/,
  },
};

/** The lines of a command that downloads and unpacks all archives. @param refusing folder of an archive with a refused member */
function unpacking([first = '']: readonly string[], { archives }: Listed, refusing?: string) {
  const names = Object.keys(archives);
  return [
    first,
    ...names.map((archive) => `${archive} checksum OK`),
    'Download complete',
    'Unpacking tar archives',
    ...names.flatMap((archive) => [
      `Unpacking OUT/${archive}`,
      ...(archive.endsWith(`-${String(refusing)}.tar`) ? [] : [`${archive} track checksums OK`]),
    ]),
  ];
}

describe.skipIf(missing)('the downloads of the reference', () => {
  const { cases } = missing
    ? { cases: [] }
    : (JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { cases: Golden[] });
  let temporary: TemporaryFolder;
  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => {
    temporary.remove();
  });

  test.each(cases)('$id', async (golden) => {
    const here = join(folder, golden.id);
    const listed = {
      archives: sumsIn(join(here, 'data/download/raw_30s_audio_sha256_tars.txt')),
      members: sumsIn(join(here, 'data/download/raw_30s_audio_sha256_tracks.txt')),
    };
    const { change, says = /^$/ } = DEVIATIONS[golden.id] ?? { why: '' };
    const expected = { ...golden, ...change?.(golden, listed) };
    const out = join(temporary.path, 'OUT');
    if (golden.id !== 'no-output-dir') mkdirSync(out);
    const before = join(here, 'preexisting');
    if (existsSync(before)) cpSync(before, out, { recursive: true });
    const server = await startArchiveServer(archivesIn(join(here, 'server')));
    const args = golden.args.map((word) =>
      word === 'OUT' ? out : MIRRORS.includes(word) ? server.url : word,
    );
    const lists = ['--lists', join(here, 'data/download'), '--parallel', '1'];
    const ended = await earmarkHere(['dataset', 'download', ...args, ...lists], {
      EARMARK_HOME: temporary.path,
    });
    await server.close();
    expect(ended.exitCode).toBe(expected.exitCode);
    const published = expected.requestedUrls.map((url) =>
      url.replace(/^.*(?=\/raw_30s\/)/, '/mirror'),
    );
    expect(server.requests).toEqual(published);
    const lines = expected.stdout
      .map((line) => line.replaceAll('OUT/', `${out}/`))
      .map((line) => line.replace(/^(Downloading \w+ from ).*/, `$1${server.url}`));
    const printed = ended.stdout.split('\n');
    expect(printed.slice(0, lines.length)).toEqual(lines);
    expect(printed[lines.length]).toMatch(
      lines.length === 0 ? /^$/ : /^3 archives: \d downloaded, /,
    );
    expect(ended.stderr.trim()).toMatch(says);
    expect(hashesIn(out)).toEqual(expected.filesAfter);
  });

  test('every row of the table of deviations is about a case', () => {
    expect(cases.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(DEVIATIONS)));
  });
});

const MIRRORS = ['mtg', 'mtg-fast'];

function sumsIn(path: string): Readonly<Record<string, string>> {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(' ').reverse() as [string, string]));
}

function archivesIn(path: string): ReadonlyMap<string, Buffer> {
  return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))]));
}

function hashesIn(path: string): Readonly<Record<string, string>> {
  if (!existsSync(path)) return {};
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(path, name)).isFile(),
  );
  return Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(path, name)))]));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
