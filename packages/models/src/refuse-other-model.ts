import { EarmarkError } from '@earmark/core/failure';
import type { CatalogueEntry } from '@earmark/core/model';
import { gitBlobId } from './hashes.ts';

/**
 * Passes unless the checkpoint is the published one of another model. Its shapes may fit all the same, as three
 * data sets have fifty tags, and every score would get the name of another tag.
 *
 * @throws MODEL_MISMATCH, which names that model
 */
export function refuseOtherModel(
  { name }: CatalogueEntry,
  checkpoint: Uint8Array,
  catalogue: readonly CatalogueEntry[],
): void {
  const blob = gitBlobId(checkpoint);
  const other = catalogue.find(({ upstream }) => upstream?.gitBlobSha1 === blob);
  if (!other || other.name === name) return;
  const advice = other.unusable
    ? `That one cannot be used: ${other.unusable}.`
    : `Move it to ${other.name}/best_model.pth.`;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `This is the published checkpoint of ${other.name}, not of ${name}. ${advice}`,
  );
}
