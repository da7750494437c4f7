import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { assertSourcePresent, SAMPLE_SIZE } from './source-presence.ts';
import { UNKNOWN_VERSION } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'source-presence-'));
const at = (name: string) => join(folder, name);
const uri = (name: string) => pathToFileURL(at(name)).href;
const gone = (n: number) => Array.from({ length: n }, (_, i) => uri(`music/gone-${String(i)}.mp3`));
const LOST = { uri: uri('music/lost.mp3'), trackVersion: '1' };
mkdirSync(at('music'));
mkdirSync(at('empty'));
writeFileSync(at('music/here.mp3'), '');
writeFileSync(at('list.txt'), '');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  { what: 'others are here', source: at('music'), uris: [...gone(9), uri('music/here.mp3')] },
  { what: 'a few others are gone too', source: at('music'), uris: gone(SAMPLE_SIZE - 1) },
  { what: 'it is the only one', source: at('music'), uris: [] },
  { what: 'a few of a list are gone', source: at('list.txt'), uris: gone(3) },
])('the track alone is missing when $what', async (sample) => {
  await expect(assertSourcePresent(LOST, () => Promise.resolve(sample))).resolves.toBeUndefined();
});

test.each([
  { what: 'none of many others is here', source: at('music'), uris: gone(SAMPLE_SIZE) },
  { what: 'the folder is not here', source: at('elsewhere'), uris: gone(2) },
  { what: 'the folder is empty', source: at('empty'), uris: [] },
])('the source is missing when $what', async (sample) => {
  await expect(assertSourcePresent(LOST, () => Promise.resolve(sample))).rejects.toMatchObject({
    code: 'SOURCE_DENIED',
    message: expect.stringContaining(`of ${sample.source}. Is the folder mounted here`) as string,
  });
});

test('an object in S3 is not looked for on the disk', async () => {
  const sample = { source: 's3://corpus/music', uris: [] };
  const object = { uri: 's3://corpus/music/a.mp3', trackVersion: '1' };
  await expect(assertSourcePresent(object, () => Promise.resolve(sample))).resolves.toBeUndefined();
});

test('a track that was missing when the run was planned is not looked for', async () => {
  const sample = { source: at('elsewhere'), uris: gone(SAMPLE_SIZE) };
  const unknown = { ...LOST, trackVersion: UNKNOWN_VERSION };
  await expect(
    assertSourcePresent(unknown, () => Promise.resolve(sample)),
  ).resolves.toBeUndefined();
});
