import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { parseEnvironment } from '@earmark/runtime/config';
import { openSource } from '@earmark/source';
import { temporaryFolder } from '../support/temporary-folder.ts';

const nFiles = Number(process.env['EARMARK_LISTED_FILES'] ?? 20_000);
const FILES_PER_FOLDER = 500;

/** By which memory in use may be more at the end than after the first folders: a folder leaves its key, some 100 bytes. */
const MAX_GROWTH = 2e6 + 100 * (nFiles / FILES_PER_FOLDER);

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

test(`${String(nFiles)} files are listed in memory that does not grow with them`, async () => {
  for (let i = 0; i < nFiles; i++) {
    const album = join(folder.path, String(Math.floor(i / FILES_PER_FOLDER)));
    if (i % FILES_PER_FOLDER === 0) mkdirSync(album);
    writeFileSync(join(album, `${String(i)} – the name of a track.wav`), '');
  }
  const source = await openSource(folder.path, { env: parseEnvironment({}) });
  let nListed = 0;
  let atFirst = 0;
  let atLast = 0;
  for await (const page of source.list(new AbortController().signal)) {
    nListed += page.length;
    if (nListed === 10 * FILES_PER_FOLDER) atFirst = bytesInUse();
    if (nListed === nFiles) atLast = bytesInUse();
  }
  expect(nListed).toBe(nFiles);
  expect(atLast - atFirst).toBeLessThan(MAX_GROWTH);
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
