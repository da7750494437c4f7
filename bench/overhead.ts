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
import type { InstalledModel } from '@earmark/core/model';
import { CHUNK_PLANS } from '@earmark/core/tagging';
import { systemFfmpeg } from '@earmark/decode';
import { openFrontEnd, openOnnxSession } from '@earmark/inference';
import { textTable } from '@earmark/runtime/terminal';
import { childCpuSeconds, ownCpuSeconds } from './support/cpu-seconds.ts';
import { facts } from './support/facts.ts';
import { makeLongTracks, TRACK_SECONDS } from './support/long-tracks.ts';
import { median } from './support/median.ts';
import { withPrivateServices } from './support/private-services.ts';
import { installRandomModels } from './support/random-models.ts';
import { tagSource } from './support/tag-source.ts';

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
  const [few, many] = ['few', 'many'].map((name) => join(services.folder, name)) as [
    string,
    string,
  ];
  makeLongTracks(few, nTracks);
  makeLongTracks(many, 3 * nTracks);
  const tag = async (source: string): Promise<number> => {
    const ids = models.map(({ spec }) => spec.name);
    const work = ['--threads', '1', '--decode', '1'];
    return (await tagSource(services, { source, models: ids, work })).cpuSeconds;
  };
  const scorers = await Promise.all(models.map(openScorer));
  for (const score of scorers) await score();
  const rounds: Round[] = [];
  for (let i = 0; i < nRounds; i++) {
    const before = await workAlone(few, scorers);
    const short = await tag(few);
    const long = await tag(many);
    const after = await workAlone(few, scorers);
    rounds.push({
      ffmpeg: (before.ffmpeg + after.ffmpeg) / 2,
      networks: (before.networks + after.networks) / 2,
      worker: (long - short) / (2 * nTracks),
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
  scorers: readonly (() => Promise<void>)[],
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
    for (const score of scorers) await score();
    await decoded;
  }
  return {
    ffmpeg: (childCpuSeconds() - before.ffmpeg) / files.length,
    networks: (ownCpuSeconds() - before.networks) / files.length,
  };
}

/** Runs a network on as many chunks as a track has for it; the chunks are noise, made beforehand. */
async function openScorer(model: InstalledModel): Promise<() => Promise<void>> {
  const { scoring, inputLength } = model.spec;
  const nSamples = TRACK_SECONDS * SAMPLE_RATE;
  const nChunks = CHUNK_PLANS[scoring]({ nSamples, inputLength }).length;
  const frontEnd = await openFrontEnd(model);
  const session = await openOnnxSession(model, 'cpu');
  const noise = Float32Array.from(
    { length: inputLength },
    (_, i) => ((i * 7919) % 997) / 997 - 0.5,
  );
  const features = frontEnd.transform([noise]);
  return async () => {
    for (let i = 0; i < nChunks; i++) await session.score(features, frontEnd.shape);
  };
}
