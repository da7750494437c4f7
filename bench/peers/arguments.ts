import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refused } from './refused.ts';

export const USAGE =
  'npm run bench -- peers CHECKOUT [--weights DIR] [--networks LIST] [--tracks N] [--rounds N]';

const NETWORKS = 'fcn,crnn,musicnn,sample,se,attention,hcnn,short,short_res';

export interface PeersArguments {
  /** Of sota-music-tagging-models. */
  readonly checkout: string;
  /** With `<network>/best_model.pth`. */
  readonly weights: string;
  readonly networks: readonly string[];
  readonly nTracks: number;
  readonly nRounds: number;
}

/** @throws Refused when they are wrong, or when the checkout or a checkpoint is not there */
export function parseArguments(args: readonly string[]): PeersArguments {
  const { values, positionals } = read(args);
  const [checkout, ...more] = positionals;
  if (checkout === undefined || more.length > 0) throw new Refused(`Usage: ${USAGE}`);
  const parsed = {
    checkout: resolve(checkout),
    weights: resolve(values.weights ?? join(checkout, 'models/jamendo')),
    networks: parseNetworks(values.networks),
    nTracks: count('--tracks', values.tracks),
    nRounds: count('--rounds', values.rounds),
  };
  checkFiles(parsed);
  return parsed;
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        weights: { type: 'string' },
        networks: { type: 'string', default: NETWORKS },
        tracks: { type: 'string', default: '1' },
        rounds: { type: 'string', default: '3' },
      },
    });
  } catch (cause) {
    throw new Refused(`${(cause as Error).message}\nUsage: ${USAGE}`, { cause });
  }
}

function parseNetworks(list: string): readonly string[] {
  const networks = [...new Set(list.split(','))];
  const unknown = networks.find((name) => !NETWORKS.split(',').includes(name));
  if (unknown === undefined) return networks;
  throw new Refused(`There is no network "${unknown}". The networks are ${NETWORKS}.`);
}

function count(option: string, value: string): number {
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new Refused(`${option} is "${value}". Give a number from 1 on.`);
}

function checkFiles({ checkout, weights, networks }: PeersArguments): void {
  if (!existsSync(join(checkout, 'training/model.py'))) {
    throw new Refused(
      `${checkout} is no checkout of sota-music-tagging-models: it has no training/model.py.`,
    );
  }
  const missing = networks.filter((name) => !existsSync(join(weights, name, 'best_model.pth')));
  if (missing.length === 0) return;
  throw new Refused(
    `${weights} has no best_model.pth of ${missing.join(', ')}. ` +
      'Name another folder with --weights, or the networks that it has with --networks.',
  );
}
