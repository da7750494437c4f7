/** Checkpoints as their authors published them are known by their git ids, whatever folder they lie in. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManifests } from '@earmark/models';
import { gitBlobId, refuseOtherModel } from '@earmark/models/install';

const weights = join(process.env['EARMARK_GOLDEN'] ?? '', 'golden/weights');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(weights);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with golden/weights.');

const FOLDERS: Readonly<Record<string, string>> = { 'moodtheme/baseline': 'mtg-baseline' };

const manifests = await readManifests();
const atHand = manifests
  .map((manifest) => ({ manifest, id: manifest.name, file: checkpointFile(manifest.name) }))
  .filter(({ file }) => existsSync(file));

describe.skipIf(missing)('published checkpoints', () => {
  test('are here for three data sets and the baseline', () => {
    expect(atHand).toHaveLength(9);
  });

  test.each(atHand)('$id is the one of its manifest, and of no other', ({ manifest, id, file }) => {
    const checkpoint = readFileSync(file);
    expect(gitBlobId(checkpoint)).toBe(manifest.upstream?.gitBlobSha1);
    for (const other of manifests.filter((candidate) => candidate.name !== id)) {
      expect(() => {
        refuseOtherModel(other, checkpoint, manifests);
      }).toThrow(`This is the published checkpoint of ${id}, not of ${other.name}.`);
    }
  });
});

function checkpointFile(id: string): string {
  return join(weights, FOLDERS[id] ?? id, 'best_model.pth');
}
