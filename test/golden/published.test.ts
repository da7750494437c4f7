/** Checkpoints as their authors published them are known by their git ids, whatever folder they lie in. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '@earmark/models';
import { gitBlobId, refuseOtherModel } from '@earmark/models/install';

const weights = join(process.env['EARMARK_GOLDEN'] ?? '', 'golden/weights');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(weights);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with golden/weights.');

const FOLDERS: Readonly<Record<string, string>> = { 'moodtheme/baseline': 'mtg-baseline' };

const entries = await readCatalogue();
const atHand = entries
  .map((entry) => ({ entry, id: entry.name, file: checkpointFile(entry.name) }))
  .filter(({ file }) => existsSync(file));

describe.skipIf(missing)('published checkpoints', () => {
  test('are here for three data sets and the baseline', () => {
    expect(atHand).toHaveLength(9);
  });

  test.each(atHand)('$id is the one of the catalogue, and of no other', ({ entry, id, file }) => {
    const checkpoint = readFileSync(file);
    expect(gitBlobId(checkpoint)).toBe(entry.upstream?.gitBlobSha1);
    for (const other of entries.filter((candidate) => candidate.name !== id)) {
      expect(() => {
        refuseOtherModel(other, checkpoint, entries);
      }).toThrow(`This is the published checkpoint of ${id}, not of ${other.name}.`);
    }
  });
});

function checkpointFile(id: string): string {
  return join(weights, FOLDERS[id] ?? id, 'best_model.pth');
}
