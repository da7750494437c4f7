import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SourceItem } from '@earmark/core/run';
import { parseEnvironment } from '@earmark/runtime/config';
import { openSource } from '@earmark/source';
import { temporaryFolder } from '../support/temporary-folder.ts';

const env = parseEnvironment({});
const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);

beforeAll(() => {
  mkdirSync(at('music'));
  const latin1 = Buffer.from(at('music/Bj\xf6rk.wav'), 'latin1');
  for (const file of [at('a.wav'), at('music/voilà'), at('#1.wav'), latin1]) {
    writeFileSync(file, '');
  }
});
afterAll(() => {
  folder.remove();
});

async function list(name: string, bytes: string): Promise<readonly SourceItem[]> {
  writeFileSync(at(name), Buffer.from(bytes, 'latin1'));
  const items: SourceItem[] = [];
  const source = await openSource(at(name), { env });
  for await (const page of source.list(new AbortController().signal)) items.push(...page);
  return items;
}

const MARK = '\xef\xbb\xbf';
const URI = pathToFileURL(at('a.wav')).href;

const LISTS = [
  {
    what: 'a list',
    name: 'list.txt',
    bytes: 'a.wav\nmusic/a.wav\n',
    files: ['a.wav', 'music/a.wav'],
  },
  {
    what: 'a list with a byte order mark',
    name: 'list.txt',
    bytes: `${MARK}a.wav`,
    files: ['a.wav'],
  },
  {
    what: 'lines that end as on Windows or old Macs',
    name: 'l',
    bytes: 'a.wav\r\n\rb.wav\r',
    files: ['a.wav', 'b.wav'],
  },
  { what: 'a comment sign in a list', name: 'list.txt', bytes: '#1.wav\n', files: ['#1.wav'] },
  { what: 'blanks around a name', name: 'list.txt', bytes: '\t a.wav \r\n', files: ['a.wav'] },
  {
    what: 'a name that ends in the byte of a blank',
    name: 'l',
    bytes: 'music/voil\xc3\xa0\n',
    files: ['music/voilà'],
  },
  {
    what: 'a name that is not UTF-8',
    name: 'l',
    bytes: 'music/Bj\xf6rk.wav\n',
    files: ['./music/Bj%F6rk.wav'],
  },
  { what: 'a file: address', name: 'list.txt', bytes: `${URI}\na.wav\n`, files: ['a.wav'] },
  { what: 'an m3u', name: 'l.m3u', bytes: '#EXTM3U\r\n#EXTINF:1,A\r\na.wav\r\n', files: ['a.wav'] },
  {
    what: 'an m3u8 with a byte order mark',
    name: 'L.M3U8',
    bytes: `${MARK}#EXTM3U\na.wav\n`,
    files: ['a.wav'],
  },
  {
    what: 'a pls',
    name: 'l.pls',
    bytes:
      '[playlist]\r\nFile1=a.wav\r\nTitle1=A\r\nfile2 = music/Bj\xf6rk.wav\r\nNumberOfEntries=2\r\n',
    files: ['a.wav', './music/Bj%F6rk.wav'],
  },
];

test.each(LISTS)('$what names $files', async ({ name, bytes, files }) => {
  expect((await list(name, bytes)).map(({ file }) => file)).toEqual(files);
});

test('what a list names in any bytes is the file with these bytes', async () => {
  const [item] = await list('list.txt', 'music/Bj\xf6rk.wav');
  expect(item!.version).not.toBe('unknown');
});

test('a list that is longer than what is read at once is read whole', async () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `${String(i)}é.wav`);
  const items = await list('long.txt', Buffer.from(names.join('\n')).toString('latin1'));
  expect(items.map(({ file }) => file)).toEqual(names);
});

test.each([
  { name: 'u.txt', bytes: '\xff\xfea\0', says: /u\.txt is UTF-16 text\. Save it as UTF-8/ },
  { name: 'u.m3u', bytes: '\xfe\xff\0a', says: /u\.m3u is UTF-16 text\. Save it as UTF-8/ },
  { name: 'u.tsv', bytes: '\xff\xfeT\0', says: /u\.tsv is UTF-16 text\. Save it as UTF-8/ },
  {
    name: 'binary',
    bytes: 'a\0b',
    says: /binary" is neither audio that Earmark reads nor a text file\. Name a folder/,
  },
  { name: 'late', bytes: `${'a.wav\n'.repeat(1_000)}\0`, says: /late is not a text file/ },
  { name: 'notes.mid', bytes: 'MThd', says: /notes\.mid" is neither audio that Earmark reads/ },
  {
    name: 'web.m3u',
    bytes: 'a.wav\nhttp://host/a.mp3\n',
    says: /"http:\/\/host\/a\.mp3"\. .*download it/,
  },
  { name: 'web.pls', bytes: 'File1=HTTPS://host/a\n', says: /"HTTPS:\/\/host\/a"\. .*download it/ },
  {
    name: 'host.m3u',
    bytes: 'file://nas/a.mp3\n',
    says: /"file:\/\/nas\/a\.mp3"\. .*remove the line/,
  },
  {
    name: 'album.cue',
    bytes: 'FILE "a.wav" WAVE\n',
    says: /names parts of a recording.*Name a folder/,
  },
  { name: 'list.xspf', bytes: '<playlist/>', says: /is a playlist in XML.*Name a folder/ },
])('$name is refused in words', async ({ name, bytes, says }) => {
  await expect(list(name, bytes)).rejects.toMatchObject({
    code: 'USAGE_INVALID',
    message: expect.stringMatching(says) as string,
  });
});

test('a table with a byte order mark is one', async () => {
  const table =
    'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\n' +
    'track_1\tartist_1\talbum_1\ta.wav\t1.0\tgenre---rock\n';
  expect((await list('t.tsv', MARK + table)).map(({ file }) => file)).toEqual(['a.wav']);
});
