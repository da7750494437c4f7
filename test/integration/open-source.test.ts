import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseEnvironment } from '@earmark/runtime/config';
import { openSource } from '@earmark/source';
import { temporaryFolder } from '../support/temporary-folder.ts';

const env = parseEnvironment({});
const folder = temporaryFolder();

beforeAll(() => {
  mkdirSync(join(folder.path, 'music/albums'), { recursive: true });
  writeFileSync(join(folder.path, 'music/a.wav'), 'sound');
});
afterAll(() => {
  folder.remove();
});

test('an audio file is a source with one item', async () => {
  const source = await openSource(join(folder.path, 'music/a.wav'), { env });
  expect(source).toMatchObject({ name: join(folder.path, 'music/a.wav'), uriPrefix: null });
  for await (const page of source.list(new AbortController().signal)) {
    expect(page).toMatchObject([{ file: 'a.wav', sizeBytes: 5 }]);
  }
  expect.assertions(2);
});

const ABSENT = [
  { name: 'FOLDER/musci', says: ': there is no "musci" in FOLDER. Did you mean music?' },
  { name: 'FOLDER/music/a.wave', says: 'no "a.wave" in FOLDER/music. Did you mean a.wav?' },
  { name: 'FOLDER/Musik/albums', says: 'no "Musik" in FOLDER. Did you mean music?' },
  { name: 'FOLDER/videos/old/1', says: 'no "videos" in FOLDER. Name a folder of audio' },
  { name: 'FOLDER/music/a.wav/b', says: '"FOLDER/music/a.wav/b" was not found. Name a folder' },
  { name: '~/Music', says: 'Write "$HOME/Music" instead.' },
];

test.each(ABSENT)('$name is not found, and what is there is suggested', async ({ name, says }) => {
  const [path, sentence] = [name, says].map((text) => text.replaceAll('FOLDER', folder.path));
  await expect(openSource(path!, { env })).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
    message: expect.stringContaining(sentence!) as string,
  });
});

test.each(['https://host/music.zip', 'http://host/a.mp3', 'ftp://host/music'])(
  '%s is to be downloaded first',
  async (name) => {
    await expect(openSource(name, { env })).rejects.toMatchObject({
      code: 'USAGE_INVALID',
      message: expect.stringMatching(/it reads files and S3\. Download it first/) as string,
    });
  },
);
