// How much CPU does tagging cost beside ONNX Runtime and ffmpeg, which do the work?
//
//   npm run bench -- overhead [TRACKS] [ROUNDS]
//
// A worker with one inference thread and nine networks of published shape tags four-minute tracks, TRACKS and
// 3 x TRACKS of them, so that starting up is not counted. How long the networks took it measures itself, in the same run:
// compared with networks alone, before and after, the speed of a shared machine decided.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_RATE } from '@earmark/core/audio';
import { systemFfmpeg } from '@earmark/decode';
import { textTable } from '@earmark/runtime/terminal';
import { childCpuSeconds } from './support/cpu-seconds.ts';
import { facts } from './support/facts.ts';
import { makeFewAndMany, tagFewAndMany } from './support/few-and-many.ts';
import { median } from './support/median.ts';
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
  const rounds: Round[] = [];
  for (let i = 0; i < nRounds; i++) {
    const ffmpeg = await decodeAlone(tracks.few);
    const { cpuPerTrack, networksPerTrack } = await tagFewAndMany(services, tracks, options);
    rounds.push({ ffmpeg, networks: networksPerTrack, worker: cpuPerTrack });
  }
  const middle = (pick: (round: Round) => number) => median(rounds.map(pick));
  const rows = [
    ['ffmpeg alone', middle(({ ffmpeg }) => ffmpeg)],
    [`${models.length} networks, in the worker`, middle(({ networks }) => networks)],
    ['the worker, all included', middle(({ worker }) => worker)],
  ] as const;
  console.log(facts());
  console.log(
    textTable(rows.map(([what, seconds]) => [what, `${seconds.toFixed(3)} CPU s per track`])),
  );
  const overhead = middle(({ ffmpeg, networks, worker }) => worker / (ffmpeg + networks) - 1);
  console.log(`overhead: ${(100 * overhead).toFixed(1)} % of ffmpeg and networks`);
});

/** CPU seconds of ffmpeg per track. */
async function decodeAlone(folder: string): Promise<number> {
  const files = readdirSync(folder);
  const before = childCpuSeconds();
  for (const file of files) {
    const { command, args } = decoder.commandFor(
      { name: join(folder, file), codec: undefined },
      OUTPUT,
    );
    await once(spawn(command, args, { stdio: 'ignore' }), 'close');
  }
  return (childCpuSeconds() - before) / files.length;
}
