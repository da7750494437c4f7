import { dirname, join } from 'node:path';
import { int8Name, type InstalledModel } from '@earmark/core/model';
import { quantizeModel, readInt8Host, storeVerdict, toVerdict } from '@earmark/models/int8';

/** Installs the form in int8 of a model beside it. */
export async function installInt8(model: InstalledModel): Promise<InstalledModel> {
  const { name } = model.spec;
  const folder = join(dirname(dirname(model.folder)), int8Name(name));
  const spec = await quantizeModel(model, { music: [], folder });
  return { spec, folder, parent: null };
}

/** Lets workers of this machine use a model in int8 whatever its scores are: a bench reads none of them. */
export async function letPass(float32: InstalledModel, int8: InstalledModel): Promise<void> {
  const pair = { float32, int8 };
  const verdict = toVerdict(pair, await readInt8Host(), NOT_COMPARED);
  await storeVerdict(pair, { ...verdict, passed: true });
}

const NOT_COMPARED = {
  changes: {
    nTracks: 0,
    maxDifference: 0,
    meanDifference: 0,
    nChanged: 0,
    largestGap: 0,
    meanJaccard: 1,
    worstTag: { tag: 0, spearman: 1 },
  },
  timeRatio: 1,
  files: [],
  worstLayer: null,
};
