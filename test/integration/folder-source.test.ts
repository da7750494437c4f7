import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { InputKind, SourceItem } from '@earmark/core/run';
import { parseEnvironment } from '@earmark/runtime/config';
import { openSource } from '@earmark/source';
import { temporaryFolder } from '../support/temporary-folder.ts';

const env = parseEnvironment({});

const root = temporaryFolder();
afterAll(() => {
  root.remove();
});

let folder: string;
let nFolders = 0;
beforeEach(() => {
  folder = join(root.path, String(++nFolders));
  mkdirSync(folder);
});

function write(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file);
  }
}

async function list(name: string, input: InputKind = 'audio') {
  const source = await openSource(name, { env, input });
  const items: SourceItem[] = [];
  for await (const page of source.list(new AbortController().signal)) items.push(...page);
  return { items, ignored: source.ignored, source };
}

const filesOf = async (name: string) => (await list(name)).items.map(({ file }) => file);

test('lists audio in all folders below, in order of name, with / between folders', async () => {
  write('b/2.MP3', 'b/1.flac', 'a.wav', 'B.ogg', 'b/c/d/3.m4a');
  expect(await filesOf(folder)).toEqual(['B.ogg', 'a.wav', 'b/1.flac', 'b/2.MP3', 'b/c/d/3.m4a']);
});

test('lists mel-spectrograms instead of audio on request, as another source', async () => {
  write('14/214.npy', '14/214.mp3', 'notes');
  const { items, ignored, source } = await list(folder, 'melspecs');
  expect(items.map(({ file }) => file)).toEqual(['14/214.npy']);
  expect(ignored.notAudio).toBe(2);
  expect(source.name).not.toBe((await list(folder)).source.name);
  expect(source.args).toEqual([folder, '--input', 'melspecs']);
});

test('counts what it ignores: hidden files and folders, files that are no audio, and audio it does not read', async () => {
  write('a.wav', '.hidden.wav', '.folder/b.wav', 'cover.jpg', 'notes', 'sub/list.m3u');
  write('a.mid', 'sub/b.MID', 'sub/c.ra');
  const { items, ignored } = await list(folder);
  expect(items).toHaveLength(1);
  expect(ignored).toEqual({
    ...{ hidden: 2, notAudio: 3, unreadable: 0 },
    unread: { '.mid': 2, '.ra': 1 },
  });
});

test('follows links to files and folders, and does not go round in circles', async () => {
  write('real/a.wav');
  symlinkSync('..', join(folder, 'real/up'));
  symlinkSync('real/a.wav', join(folder, 'link.wav'));
  symlinkSync('self', join(folder, 'self'));
  symlinkSync('nowhere.wav', join(folder, 'broken.wav'));
  expect(await filesOf(folder)).toEqual(['broken.wav', 'link.wav', 'real/a.wav']);
});

test.each([
  {
    content: [],
    expected: ['album.wav'],
    what: 'lists a folder without audio as the file it is named',
  },
  { content: ['album.wav/1.wav'], expected: ['album.wav/1.wav'], what: 'lists the audio in it' },
])('of a folder with the name of a file it $what', async ({ content, expected }) => {
  mkdirSync(join(folder, 'album.wav'));
  write(...content);
  expect(await filesOf(folder)).toEqual(expected);
});

test.each(['音乐 – été.mp3', `it's "so" loud.wav`, 'two\nlines.wav', '100% #1?.ogg', ' .wav'])(
  'names %j as it is, and its URI leads back to it',
  async (file) => {
    write(file);
    const { items } = await list(folder);
    expect(items.map((item) => item.file)).toEqual([file]);
    expect(fileURLToPath(items[0]!.uri)).toBe(join(folder, file));
  },
);

test('tells versions of a file apart', async () => {
  write('a.wav');
  const [before] = (await list(folder)).items;
  writeFileSync(join(folder, 'a.wav'), 'other bytes');
  const [after] = (await list(folder)).items;
  expect(after!.uri).toBe(before!.uri);
  expect(after!.version).not.toBe(before!.version);
});

test('reads a list file: paths relative to it, once each, empty lines skipped', async () => {
  write('music/a.wav', 'b.wav');
  const listFile = join(folder, 'list.txt');
  writeFileSync(
    listFile,
    `music/a.wav\r\n\n${join(folder, 'b.wav')}\nmusic/../music/a.wav\ngone.wav\n`,
  );
  const { items } = await list(listFile);
  expect(items.map(({ file }) => file)).toEqual(['music/a.wav', 'b.wav', 'gone.wav']);
  expect(items.map(({ version }) => version === 'unknown')).toEqual([false, false, true]);
});

test('refuses a folder that is not there', async () => {
  const code = 'SOURCE_NOT_FOUND';
  await expect(openSource(join(folder, 'gone'), { env })).rejects.toMatchObject({ code });
});
