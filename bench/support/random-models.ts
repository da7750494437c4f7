import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertTensors, readCheckpoint, type Tensor } from '@earmark/converter';
import type { Architecture, InstalledModel } from '@earmark/core/model';
import { readManifests } from '@earmark/models';
import { installConverted } from '@earmark/models/install';
import { PUBLISHED_SHAPES, type Shapes } from './published-shapes.ts';

/**
 * Installs the nine networks as `jamendo/*` in a home, in their published shape and with random weights: every
 * channel counts and no number is denormal, so that all of the published arithmetic is done.
 */
export async function installRandomModels(home: string): Promise<readonly InstalledModel[]> {
  const models: InstalledModel[] = [];
  for (const manifest of await readManifests()) {
    const { name, architecture, demonstration } = manifest;
    const shapes = PUBLISHED_SHAPES[architecture];
    if (!shapes || demonstration || !name.startsWith('jamendo/')) continue;
    const converted = convertTensors(randomTensors(architecture, shapes), architecture);
    const weightsSha256 = createHash('sha256').update(converted.onnx).digest('hex');
    const folder = join(home, 'models', name);
    const origin = { manifest, weightsSha256, published: false };
    models.push({ spec: await installConverted(origin, converted, folder), folder });
  }
  return models;
}

function randomTensors(architecture: Architecture, shapes: Shapes): ReadonlyMap<string, Tensor> {
  const random = createRandom();
  const tensors = Object.entries(shapes).map(
    ([name, shape]) => [name, randomTensor(name, shape, random)] as const,
  );
  return new Map([...frontEndTensors(architecture), ...tensors]);
}

/** The window and the filters of the small checkpoint that the tests read: these do not depend on the width. */
function frontEndTensors(architecture: Architecture): readonly (readonly [string, Tensor])[] {
  const path = `../../../test/fixtures/tiny/${architecture}.pth`;
  const tiny = readCheckpoint(readFileSync(new URL(path, import.meta.url)));
  return [...tiny].filter(([name]) => /^(spec|hstft)\./.test(name));
}

/** Weights that keep the variance of what passes them; normalizations that change nothing. */
function randomTensor(name: string, shape: readonly number[], random: () => number): Tensor {
  const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
  const fanIn = data.length / (shape[0] ?? 1);
  if (shape.length > 1) {
    const limit = Math.sqrt(6 / fanIn);
    for (let i = 0; i < data.length; i++) data[i] = limit * random();
  } else if (/(weight|running_var)$/.test(name)) data.fill(1);
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
