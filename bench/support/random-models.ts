import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertTensors, readCheckpoint, type Tensor } from '@earmark/converter';
import type { Architecture, CatalogueEntry, InstalledModel } from '@earmark/core/model';
import { readCatalogue } from '@earmark/models';
import { installConverted } from '@earmark/models/install';
import { PUBLISHED_SHAPES, type Shapes } from './published-shapes.ts';

/**
 * Installs the nine networks as `jamendo/*` in a home, in their published shape and with random weights: every
 * channel counts and no number is denormal, so that all of the published arithmetic is done.
 */
export async function installRandomModels(home: string): Promise<readonly InstalledModel[]> {
  const models: InstalledModel[] = [];
  for (const entry of await readCatalogue()) {
    const { name, architecture, demonstration } = entry;
    const shapes = PUBLISHED_SHAPES[architecture];
    if (!shapes || demonstration || !name.startsWith('jamendo/')) continue;
    models.push(await installTensors(home, entry, randomTensors(architecture, shapes)));
  }
  return models;
}

/** Converts a network and installs it under the name of its entry. */
export async function installTensors(
  home: string,
  entry: CatalogueEntry,
  tensors: ReadonlyMap<string, Tensor>,
): Promise<InstalledModel> {
  const converted = convertTensors(tensors, entry.architecture);
  const weightsSha256 = createHash('sha256').update(converted.onnx).digest('hex');
  const folder = join(home, 'models', entry.name);
  const origin = { entry, weightsSha256, published: false };
  const spec = await installConverted(origin, converted, folder);
  return { spec, folder, parent: null };
}

/** A network of these shapes, always with the same weights. */
export function randomTensors(
  architecture: Architecture,
  shapes: Shapes,
): ReadonlyMap<string, Tensor> {
  const random = createRandom();
  const gain = OUTPUT_GAIN[architecture] ?? 1;
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    const limit = LAST_LAYER.test(name) ? gain : 1;
    return [name, randomTensor(name, shape, () => limit * random())] as const;
  });
  return new Map([...frontEndTensors(architecture), ...tensors]);
}

/** What brings the last layer to about one: else most scores would be 0 or 1, and tell no difference of two devices. */
const OUTPUT_GAIN: Readonly<Partial<Record<Architecture, number>>> = {
  fcn: 1 / 4,
  musicnn: 1 / 4,
  se: 1 / 8,
  short: 1 / 4,
  short_res: 1 / 8,
  hcnn: 1 / 32,
  baseline: 1 / 4,
};
const LAST_LAYER = /^dense2?\.weight$/;

/** The small checkpoint that the tests read; there is none of the baseline. */
export function tinyTensors(architecture: Architecture): ReadonlyMap<string, Tensor> {
  const path = `../../../test/fixtures/tiny/${architecture}.pth`;
  return readCheckpoint(readFileSync(new URL(path, import.meta.url)));
}

/** The window and the filters of the small checkpoint: these do not depend on the width. */
function frontEndTensors(architecture: Architecture): readonly (readonly [string, Tensor])[] {
  if (architecture === 'baseline') return [];
  return [...tinyTensors(architecture)].filter(([name]) => /^(spec|hstft)\./.test(name));
}

/** Mean and variance of the decibels that a log-mel spectrogram of music has. */
const DECIBELS = { mean: -30, variance: 400 };

/** Weights that keep the variance of what passes them; normalizations that change nothing but a spectrogram. */
function randomTensor(name: string, shape: readonly number[], random: () => number): Tensor {
  const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
  const fanIn = data.length / (shape[0] ?? 1);
  if (shape.length > 1) {
    const limit = Math.sqrt(6 / fanIn);
    for (let i = 0; i < data.length; i++) data[i] = limit * random();
  } else if (/^(spec_bn|hstft_bn|bn_init)\.running_mean$/.test(name)) data.fill(DECIBELS.mean);
  else if (/^(spec_bn|hstft_bn|bn_init)\.running_var$/.test(name)) data.fill(DECIBELS.variance);
  else if (/(weight|running_var)$/.test(name)) data.fill(1);
  return { shape, data };
}

/** Numbers in [-1, 1), always the same. @see mulberry32 */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) / 2 ** 31;
  };
}
