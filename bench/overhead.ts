// How much CPU does tagging cost beside ONNX Runtime and ffmpeg, which do the work?
//
//   npm run bench -- overhead [TRACKS] [ROUNDS]
//
// A worker with one inference thread and nine networks of published shape tags four-minute tracks, TRACKS and
// 3 x TRACKS of them, so that starting up is not counted; before and after, ffmpeg and the networks run alone, side
// by side.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_RATE } from '@earmark/core/audio';
import { systemFfmpeg } from '@earmark/decode';
import { textTable } from '@earmark/runtime/terminal';
import { childCpuSeconds, ownCpuSeconds } from './support/cpu-seconds.ts';
import { facts } from './support/facts.ts';
import { makeFewAndMany, tagFewAndMany } from './support/few-and-many.ts';
import { median } from './support/median.ts';
import { type NetworkAlone, openNetwork } from './support/networks-alone.ts';
import { withPrivateServices } from './support/private-services.ts';
import { installRandomModels } from './support/random-models.ts';

const [nTracks = 3, nRounds = 1] = process.argv.slice(2).map(Number);

const decoder = systemFfmpeg({ command: 'ffmpeg', version: 'of this machine' });
const OUTPUT = { sampleRate: SAMPLE_RATE, maxDurationSeconds: 3_600 };

/** In CPU seconds per track. */
interface Round {
  readonly ffmpeg: number;
  readonly networks: number;
  readonly worker: number;
}

await withPrivateServices(async (services) => {
  const models = await installRandomModels(services.home);
  const tracks = makeFewAndMany(services.folder, nTracks);
  const options = {
    models: models.map(({ spec }) => spec.name),
    work: ['--threads', '1', '--decode', '1'],
  };
  const networks = await Promise.all(models.map((model) => openNetwork(model)));
  for (const network of networks) await network.score();
  const rounds: Round[] = [];
  for (let i = 0; i < nRounds; i++) {
    const before = await workAlone(tracks.few, networks);
    const { cpuPerTrack } = await tagFewAndMany(services, tracks, options);
    const after = await workAlone(tracks.few, networks);
    rounds.push({
      ffmpeg: (before.ffmpeg + after.ffmpeg) / 2,
      networks: (before.networks + after.networks) / 2,
      worker: cpuPerTrack,
    });
  }
  const middle = (pick: (round: Round) => number) => median(rounds.map(pick));
  const rows = [
    ['ffmpeg alone', middle(({ ffmpeg }) => ffmpeg)],
    [`${models.length} networks alone`, middle(({ networks }) => networks)],
    ['the worker, all included', middle(({ worker }) => worker)],
  ] as const;
  console.log(facts());
  console.log(
    textTable(rows.map(([what, seconds]) => [what, `${seconds.toFixed(3)} CPU s per track`])),
  );
  const overhead = middle(({ ffmpeg, networks, worker }) => worker / (ffmpeg + networks) - 1);
  console.log(`overhead: ${(100 * overhead).toFixed(1)} % of ffmpeg and networks`);
});

/** Of ffmpeg and of the networks, side by side as in a worker, and of nothing else. */
async function workAlone(
  folder: string,
  networks: readonly NetworkAlone[],
): Promise<Omit<Round, 'worker'>> {
  const files = readdirSync(folder);
  const before = { ffmpeg: childCpuSeconds(), networks: ownCpuSeconds() };
  for (const file of files) {
    const { command, args } = decoder.commandFor(
      { name: join(folder, file), codec: undefined },
      OUTPUT,
    );
    const ffmpeg = spawn(command, args, { stdio: 'ignore' });
    const decoded = once(ffmpeg, 'close');
    for (const network of networks) await network.score();
    await decoded;
  }
  return {
    ffmpeg: (childCpuSeconds() - before.ffmpeg) / files.length,
    networks: (ownCpuSeconds() - before.networks) / files.length,
  };
}
