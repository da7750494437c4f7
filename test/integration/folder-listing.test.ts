import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { SourceItem } from '@earmark/core/run';
import { parseEnvironment } from '@earmark/runtime/config';
import { openFetchAudio, openSource } from '@earmark/source';
import { createRandom } from '../support/random.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Whatever names are in a folder, and whatever happens to it while it is listed, the rest of it is listed.

const env = parseEnvironment({});
const { signal } = new AbortController();

const root = temporaryFolder();
afterAll(() => {
  // Not `rmSync`: it cannot remove what has a path that is too long.
  execFileSync('rm', ['-rf', root.path]);
});

let folder: string;
let nFolders = 0;
beforeEach(() => {
  folder = join(root.path, String(++nFolders));
  mkdirSync(folder);
});

/** A path in the folder, from bytes that may be no text. */
function at(bytes: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(bytes, 'latin1')]);
}

async function list(meanwhile: () => void = () => undefined) {
  const source = await openSource(folder, { env });
  const items: SourceItem[] = [];
  for await (const page of source.list(signal)) {
    if (items.length === 0) meanwhile();
    items.push(...page);
  }
  return { items, ignored: source.ignored };
}

async function codeOfFetch({ uri, version }: SourceItem): Promise<unknown> {
  const fetchAudio = await openFetchAudio(env);
  const fetched = fetchAudio(uri, version, signal);
  return fetched.then(
    () => 'none',
    (error: unknown) => (error as { code: unknown }).code,
  );
}

test('names that are not UTF-8 are tracks of their own, beside one that looks like their escaped form', async () => {
  for (const name of ['Bj\xf6rk', 'Bj\xe4rk', 'Bj\xc3\xb6rk']) {
    mkdirSync(at(name));
    writeFileSync(at(`${name}/1.wav`), name);
  }
  mkdirSync(at('Bj%F6rk'));
  writeFileSync(at('Bj%F6rk/1.wav'), 'text');
  const { items, ignored } = await list();
  expect(items.map(({ file }) => file)).toEqual([
    'Bj%F6rk/1.wav',
    'Björk/1.wav',
    './Bj%E4rk/1.wav',
    './Bj%F6rk/1.wav',
  ]);
  expect(ignored.unreadable).toBe(0);
});

test('any bytes that a name can have are listed, and fetched under a name that is text', async () => {
  const random = createRandom(1);
  const bytes = () => String.fromCharCode(1 + Math.floor(random() * 255)).replace('/', 'x');
  const names = Array.from(
    { length: 300 },
    (_, i) => `${String(i)}${Array.from({ length: 20 }, bytes).join('')}.wav`,
  );
  for (const name of names) writeFileSync(at(name), name);
  const { items } = await list();
  expect(new Set(items.map(({ file }) => file)).size).toBe(names.length);
  expect(new Set(items.map(({ uri }) => uri)).size).toBe(names.length);

  const fetchAudio = await openFetchAudio(env);
  const contents: string[] = [];
  for (const { uri, version } of items) {
    const audio = await fetchAudio(uri, version, signal);
    contents.push(readFileSync(audio.path, 'utf8'));
    expect(audio.path).toMatch(/\.wav$/);
    await audio.release();
  }
  expect(contents.sort()).toEqual(names.sort());
  const left = readdirSync(tmpdir()).filter((name) => name.includes(`-${String(process.pid)}-`));
  expect(left).toEqual([]);
});

test('folders and files that are removed while their folder is listed fail by name, and the rest is listed', async () => {
  mkdirSync(at('a'));
  for (let i = 0; i < 500; i++) writeFileSync(at(`a/${String(i)}.wav`), '');
  const names = Array.from({ length: 40 }, (_, i) => `b${String(i).padStart(2, '0')}`);
  for (const name of names) mkdirSync(at(name));
  for (const name of names) writeFileSync(at(`${name}/1.wav`), '');
  writeFileSync(at('c.wav'), '');
  writeFileSync(at('d.wav'), '');
  const { items, ignored } = await list(() => {
    for (const name of [...names, 'c.wav']) rmSync(at(name), { recursive: true });
  });
  const rest = items.slice(500);
  expect(rest.map(({ file }) => file)).toEqual([...names, 'c.wav', 'd.wav']);
  expect(rest.map(({ version }) => version !== 'unknown')).toEqual([
    ...[...names, 'c.wav'].map(() => false),
    true,
  ]);
  expect(ignored.unreadable).toBe(41);
  expect(await codeOfFetch(rest[0]!)).toBe('SOURCE_NOT_FOUND');
});

test('a folder that may not be read, or not be entered, fails by name, and the rest is listed', async () => {
  for (const name of ['closed', 'locked', 'locked/sub']) mkdirSync(at(name));
  for (const name of ['closed/a.wav', 'locked/a.wav', 'z.wav']) writeFileSync(at(name), '');
  chmodSync(at('closed'), 0);
  chmodSync(at('locked'), 0o444);
  await asNobody(async () => {
    const { items, ignored } = await list();
    expect(items.map(({ file }) => file)).toEqual([
      'closed',
      'locked/a.wav',
      'locked/sub',
      'z.wav',
    ]);
    expect(ignored.unreadable).toBe(3);
    const codes = await Promise.all(items.map(codeOfFetch));
    expect(codes).toEqual([...Array<string>(3).fill('SOURCE_UNREADABLE'), 'none']);
  });
  chmodSync(at('closed'), 0o755);
  chmodSync(at('locked'), 0o755);
});

test('a source that may not be read is refused', async () => {
  chmodSync(folder, 0);
  await asNobody(async () => {
    await expect(list()).rejects.toMatchObject({ code: 'SOURCE_DENIED' });
  });
  chmodSync(folder, 0o755);
});

test('folders so deep that the system refuses their path fail by name, and the rest is listed', async () => {
  const program = `const fs = require('fs');
    for (let i = 0; i < 50; i++) { fs.mkdirSync('x'.repeat(200)); process.chdir('x'.repeat(200)); fs.writeFileSync('1.wav', ''); }`;
  mkdirSync(at('deep'));
  execFileSync(process.execPath, ['-e', program], { cwd: join(folder, 'deep') });
  writeFileSync(at('z.wav'), '');
  const { items, ignored } = await list();
  expect(items.at(-1)!.file).toBe('z.wav');
  expect(ignored.unreadable).toBe(1);
  const [deepest] = items.filter(({ version }) => version === 'unknown');
  expect(await codeOfFetch(deepest!)).toBe('SOURCE_UNREADABLE');
  expect(new Set(items.map(({ file }) => file)).size).toBe(items.length);
  for (const { file } of items) expect(Buffer.byteLength(file)).toBeLessThan(2_700);
});

test('pipes and sockets that are named like audio fail by name', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe.wav')]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket.wav'), resolve));
  const { items } = await list();
  expect(items.map(({ file }) => file)).toEqual(['pipe.wav', 'socket.wav']);
  const codes = await Promise.all(items.map(codeOfFetch));
  expect(codes).toEqual(['SOURCE_UNREADABLE', 'SOURCE_UNREADABLE']);
  server.close();
});

test('a source whose name is not UTF-8 is refused with what to do', async () => {
  await expect(openSource(join(folder, 'Bj\ufffdrk'), { env })).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
    message: expect.stringContaining('ln -s') as string,
  });
});

/** Root may read everything. */
async function asNobody(action: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    await action();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
