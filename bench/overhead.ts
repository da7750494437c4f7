// How much CPU does tagging cost beside ONNX Runtime and ffmpeg, which do the work?
//
//   npm run bench -- overhead [MODELS] [TRACKS]
//
// Tags four-minute tracks with the installed models, once TRACKS and once 3 x TRACKS of them, and takes the
// difference, so that starting up is not counted; then runs ffmpeg and the networks alone, side by side.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnvironment } from '@earmark/runtime/config/environment.js';
import { earmarkHome } from '@earmark/runtime/config/home.js';
import { openServices } from '@earmark/runtime/embedded/services.js';
import { chooseModels } from '@earmark/runtime/models/choose-models.js';
import { readModels, type ModelAtHand } from '@earmark/runtime/models/model-registry.js';
import { decodeArguments } from '@earmark/worker/decode/ffmpeg-arguments.js';
import { openFrontEnd } from '@earmark/worker/inference/front-end.js';
import { openOnnxSession } from '@earmark/worker/inference/onnx-session.js';
import { SAMPLE_RATE } from '@earmark/core/audio/waveform.js';
import { CHUNK_PLANS } from '@earmark/core/tagging/scoring.js';
import { childCpuSeconds, ownCpuSeconds } from './support/cpu-seconds.ts';
import { facts } from './support/facts.ts';
import { makeLongTracks, TRACK_SECONDS } from './support/long-tracks.ts';

const EARMARK = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));
const [modelList, nTracksText = '6'] = process.argv.slice(2);
const nTracks = Number(nTracksText);
const env = parseEnvironment(process.env);
const models = chooseModels(await readModels(env), modelList?.split(','));

const folder = mkdtempSync(join(tmpdir(), 'earmark-bench-'));
try {
  makeLongTracks(join(folder, 'few'), nTracks);
  makeLongTracks(join(folder, 'many'), 3 * nTracks);
  await tag('few'); // A first run starts the database and fills the caches of the disk.
  const few = await tag('few');
  const many = await tag('many');
  const perTrack = (many - few) / (2 * nTracks);
  const alone = await workAlone('many');
  const work = alone.ffmpeg + alone.networks;
  console.log(facts());
  console.log(`models                    ${models.map(({ model }) => model.id).join(', ')}`);
  console.log(`ffmpeg alone              ${alone.ffmpeg.toFixed(3)} CPU s a track`);
  console.log(`networks alone            ${alone.networks.toFixed(3)} CPU s a track`);
  console.log(`the worker, all included  ${perTrack.toFixed(3)} CPU s a track`);
  console.log(
    `overhead                  ${(100 * (perTrack / work - 1)).toFixed(1)} % of ffmpeg + networks`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** CPU seconds of a worker that tags a folder, with its decoders. */
async function tag(name: string): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'earmark-bench-home-'));
  const services = await openServices({ ...env, EARMARK_HOME: home }, 'private');
  const variables = {
    ...process.env,
    EARMARK_HOME: earmarkHome(env),
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    EARMARK_LOG_LEVEL: 'warn',
  };
  const list = models.map(({ model }) => model.id).join(',');
  const options = {
    env: variables,
    stdio: ['ignore', 'pipe', 'inherit'] as ['ignore', 'pipe', 'inherit'],
  };
  const planned = execFileSync(
    'node',
    [EARMARK, 'produce', join(folder, name), '--models', list, '--json'],
    options,
  ).toString();
  const { runId } = JSON.parse(planned) as { runId: number };
  const worker = spawn('node', [EARMARK, 'work', '--threads', '1', '--decode', '1'], options);
  const aggregator = spawn('node', [EARMARK, 'aggregate', String(runId)], options);
  await once(aggregator, 'close');
  const before = childCpuSeconds();
  worker.kill('SIGTERM');
  await once(worker, 'close');
  const cpuSeconds = childCpuSeconds() - before;
  await services.close();
  rmSync(home, { recursive: true, force: true });
  return cpuSeconds;
}

interface Work {
  readonly ffmpeg: number;
  readonly networks: number;
}

/** CPU seconds a track of ffmpeg and of the networks, side by side as in a worker, and of nothing else. */
async function workAlone(name: string): Promise<Work> {
  const scorers = await Promise.all(models.map(openScorer));
  for (const score of scorers) await score();
  const files = readdirSync(join(folder, name));
  const before = { ffmpeg: childCpuSeconds(), networks: ownCpuSeconds() };
  for (const file of files) {
    const path = join(folder, name, file);
    const args = decodeArguments({ path, maxBytes: 1e9 }).slice(0, -1);
    const ffmpeg = spawn('ffmpeg', ['-y', ...args, '/dev/null'], { stdio: 'ignore' });
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
async function openScorer(atHand: ModelAtHand): Promise<() => Promise<void>> {
  const { scoring, inputLength } = atHand.model;
  const nSamples = TRACK_SECONDS * SAMPLE_RATE;
  const nChunks = CHUNK_PLANS[scoring]({ nSamples, inputLength }).length;
  const frontEnd = await openFrontEnd(atHand);
  const session = await openOnnxSession(atHand, 'cpu');
  const noise = Float32Array.from(
    { length: inputLength },
    (_, i) => ((i * 7919) % 997) / 997 - 0.5,
  );
  const features = frontEnd.transform(noise);
  return async () => {
    for (let i = 0; i < nChunks; i++) await session.score(features, frontEnd.shape);
  };
}
