// How much CPU does Earmark take beside the published PyTorch implementation?
//
//   npm run bench -- peers CHECKOUT [--weights DIR] [--networks LIST] [--tracks N] [--rounds N]
//
// CHECKOUT is one of sota-music-tagging-models; python3 must be able to import torch and torchaudio. DIR has
// NETWORK/best_model.pth (CHECKOUT/models/jamendo). Both score the same four-minute tracks with one thread and the same
// decoder, in turn; when their scores differ by more than 0.001, there is no result.
//
// PyTorch runs as published (eager, 16 chunks at a time, decoding for each network; in the first round only), the same
// with denormal numbers flushed to zero, and chunk by chunk, eager and as frozen TorchScript, decoding once. Earmark is
// a worker with its decoders for N and 3 N tracks, so that starting is told from the rest, and each network by itself.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments, type PeersArguments } from './peers/arguments.ts';
import { installNetworks } from './peers/install-networks.ts';
import { measureRound, type Round } from './peers/measure-round.ts';
import { Refused } from './peers/refused.ts';
import { publishedVersions } from './peers/run-published.ts';
import { networkTable, programTable } from './peers/tables.ts';
import { facts } from './support/facts.ts';
import { makeFewAndMany } from './support/few-and-many.ts';
import { withPrivateServices } from './support/private-services.ts';

try {
  const args = parseArguments(process.argv.slice(2));
  const versions = `${facts()}, ${await publishedVersions()}`;
  const rounds = await measure(args);
  console.log(versions);
  console.log(
    `tracks of four minutes: ${args.nTracks}; one thread; medians of ${args.nRounds} rounds`,
  );
  console.log(`\nNetworks with their front ends\n${networkTable(rounds, args.networks)}`);
  console.log(`\nWhole programs, ${args.networks.length} networks\n${programTable(rounds)}`);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function measure(args: PeersArguments): Promise<readonly Round[]> {
  return withPrivateServices(async (services) => {
    const models = await installNetworks(services.home, args);
    const tracks = makeFewAndMany(services.folder, args.nTracks);
    const paths = readdirSync(tracks.few)
      .sort()
      .map((file) => join(tracks.few, file));
    const rounds: Round[] = [];
    for (let i = 0; i < args.nRounds; i++) {
      rounds.push(await measureRound(args, { services, models, paths, tracks }, i));
    }
    return rounds;
  });
}
