import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledModel } from '@earmark/core/model';
import { readManifests } from '@earmark/models';
import { installModel } from '@earmark/models/install';
import type { PeersArguments } from './arguments.ts';

/** Installs the checkpoints as `jamendo/<network>` in a home; returns them by network. */
export async function installNetworks(
  home: string,
  { weights, networks }: Pick<PeersArguments, 'weights' | 'networks'>,
): Promise<ReadonlyMap<string, InstalledModel>> {
  const manifests = await readManifests();
  const models = new Map<string, InstalledModel>();
  for (const network of networks) {
    const manifest = manifests.find(({ name }) => name === `jamendo/${network}`);
    if (!manifest) throw new Error(`The catalogue has no jamendo/${network}.`);
    const folder = join(home, 'models', manifest.name);
    const checkpoint = readFileSync(join(weights, network, 'best_model.pth'));
    models.set(network, { spec: await installModel(manifest, checkpoint, folder), folder });
  }
  return models;
}
