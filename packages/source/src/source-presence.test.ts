import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { parseEnvironment } from '@earmark/runtime/config';
import { createIsReadable } from './is-readable.ts';
import { assertSourcePresent, SAMPLE_SIZE, type SourceSample } from './source-presence.ts';
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

const isReadable = createIsReadable(parseEnvironment({}));
const { signal } = new AbortController();

function check(track: typeof LOST, sample: SourceSample): Promise<void> {
  return assertSourcePresent(
    track,
    () => Promise.resolve(sample),
    (other) => isReadable(other, signal),
  );
}

test.each([
  { what: 'others are here', source: at('music'), uris: [...gone(9), uri('music/here.mp3')] },
  { what: 'a few others are gone too', source: at('music'), uris: gone(SAMPLE_SIZE - 1) },
  { what: 'it is the only one', source: at('music'), uris: [] },
  { what: 'a few of a list are gone', source: at('list.txt'), uris: gone(3) },
])('the track alone is missing when $what', async (sample) => {
  await expect(check(LOST, sample)).resolves.toBeUndefined();
});

test.each([
  { what: 'none of many others is here', source: at('music'), uris: gone(SAMPLE_SIZE) },
  { what: 'the folder is not here', source: at('elsewhere'), uris: gone(2) },
  { what: 'the folder is empty', source: at('empty'), uris: [] },
])('the source is missing when $what', async (sample) => {
  await expect(check(LOST, sample)).rejects.toMatchObject({
    code: 'SOURCE_DENIED',
    message: expect.stringContaining(`of ${sample.source}. Is the folder mounted here`) as string,
  });
});

test('a track that was missing when the run was planned is not looked for', async () => {
  const sample = { source: at('elsewhere'), uris: gone(SAMPLE_SIZE) };
  const unknown = { ...LOST, trackVersion: UNKNOWN_VERSION };
  await expect(check(unknown, sample)).resolves.toBeUndefined();
});
