import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledModel } from '@earmark/core/model';
import { readCatalogue } from '@earmark/models';
import { installModel } from '@earmark/models/install';
import type { PeersArguments } from './arguments.ts';

/** Installs the checkpoints as `jamendo/<network>` in a home; returns them by network. */
export async function installNetworks(
  home: string,
  { weights, networks }: Pick<PeersArguments, 'weights' | 'networks'>,
): Promise<ReadonlyMap<string, InstalledModel>> {
  const entries = await readCatalogue();
  const models = new Map<string, InstalledModel>();
  for (const network of networks) {
    const entry = entries.find(({ name }) => name === `jamendo/${network}`);
    if (!entry) throw new Error(`The catalogue has no jamendo/${network}.`);
    const folder = join(home, 'models', entry.name);
    const checkpoint = readFileSync(join(weights, network, 'best_model.pth'));
    const spec = await installModel(entry, checkpoint, folder);
    models.set(network, { spec, folder, parent: null });
  }
  return models;
}
