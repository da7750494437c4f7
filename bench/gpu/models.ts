import type { CatalogueEntry, InstalledModel } from '@earmark/core/model';
import { readCatalogue } from '@earmark/models';
import { baselineShapes, PUBLISHED_SHAPES } from '../support/published-shapes.ts';
import { installTensors, randomTensors, tinyTensors } from '../support/random-models.ts';

export type Size = 'published' | 'tiny';

/** A few channels: what the tests give the baseline, of which there is no small checkpoint. */
const TINY_BASELINE = [1, 3, 5, 2, 4, 3];

/**
 * Installs the nine networks and the baseline in a home: in their published shape with random weights, or the small
 * ones of the tests, in about one ten-thousandth of the arithmetic.
 */
export async function installModels(home: string, size: Size): Promise<readonly InstalledModel[]> {
  const models: InstalledModel[] = [];
  for (const entry of (await readCatalogue()).filter(isMeasured)) {
    models.push(await installTensors(home, entry, tensorsOf(entry, size)));
  }
  return models;
}

/** One model of each architecture. */
function isMeasured({ name, demonstration }: CatalogueEntry): boolean {
  return !demonstration && (name.startsWith('jamendo/') || name === BASELINE);
}

const BASELINE = 'moodtheme/baseline';

/** Whether it is one of the nine, which hear 16 chunks of a track; the baseline hears one. */
export function isOfNine({ spec }: InstalledModel): boolean {
  return spec.name !== BASELINE;
}

function tensorsOf({ architecture }: CatalogueEntry, size: Size) {
  if (size === 'tiny' && architecture !== 'baseline') return tinyTensors(architecture);
  const shapes =
    size === 'tiny' ? baselineShapes(TINY_BASELINE) : (PUBLISHED_SHAPES[architecture] ?? {});
  return randomTensors(architecture, shapes);
}
