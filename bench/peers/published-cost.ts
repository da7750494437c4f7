import type { PeersArguments } from './arguments.ts';
import { byNetwork, mean, type Scored } from './cost.ts';
import { decodeCommand } from './earmark-decoder.ts';
import { runPublished } from './run-published.ts';
import type { Way } from './ways.ts';

/** Has PyTorch score tracks with one thread. @throws Refused */
export async function scoreByPublished(
  { checkout, weights, networks }: PeersArguments,
  way: Way,
  paths: readonly string[],
): Promise<Scored> {
  const decodeCommands = paths.map(decodeCommand);
  const answer = await runPublished({ checkout, weights, networks, way, decodeCommands });
  const resultsOf = (network: string) => answer.tracks.map((track) => track.networks[network]!);
  const seconds = byNetwork(networks, (network) =>
    mean(resultsOf(network).map(({ cpuSeconds }) => cpuSeconds)),
  );
  const decoding = mean(answer.tracks.map(({ decodeSeconds }) => decodeSeconds));
  return {
    cost: {
      networks: seconds,
      decoding,
      perTrack: Object.values(seconds).reduce((sum, each) => sum + each, decoding),
      start: answer.startSeconds + answer.loadSeconds,
    },
    scores: byNetwork(networks, (network) => resultsOf(network).map(({ scores }) => scores)),
  };
}
