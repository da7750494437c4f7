// How busy does the pipeline keep a fast device?
//
//   npm run bench -- simulated-device [TRACKS] [TFLOPS] [DECODE_SECONDS] [MINUTES]
//
// In place of a GPU a device that only waits, as long as nine networks take at TFLOPS (20), and 6 GB/s for what is copied to it;
// in place of 16 cores that decode, 16 decoders that only wait DECODE_SECONDS (0.5) for a track of MINUTES (4). Front ends and threads are real, so the
// machine needs cores for those alone. Clips (0.05 minutes) show what is gained by running tracks together.
import { setTimeout as sleep } from 'node:timers/promises';
import { SAMPLE_RATE } from '@earmark/core/audio';
import { ModelRowId } from '@earmark/core/run';
import { createInferencePool } from '@earmark/inference';
import { createSlots } from '@earmark/runtime/process';
import { textTable } from '@earmark/runtime/terminal';
import { ownCpuSeconds } from './support/cpu-seconds.ts';
import { emptyHome } from './support/empty-home.ts';
import { facts } from './support/facts.ts';
import { noise } from './support/networks-alone.ts';
import { installRandomModels } from './support/random-models.ts';
import { busySeconds, createSimulatedDevice } from './support/simulated-device.ts';

const [nTracks = 300, tflops = 20, decodeSeconds = 0.5, minutes = 4] = process.argv
  .slice(2)
  .map(Number);
const N_CORES = 16;
const SESSION_THREAD = new URL('./support/simulated-session-thread.js', import.meta.url);

const home = emptyHome();
const models = (await installRandomModels(home.path)).map((model, i) => ({
  ...model,
  modelRowId: ModelRowId.parse(i + 1),
}));
const waveform = new Float32Array(
  new SharedArrayBuffer(Float32Array.BYTES_PER_ELEMENT * Math.round(60 * minutes * SAMPLE_RATE)),
);
waveform.set(noise(waveform.length));

const device = createSimulatedDevice({ flops: 1e12 * tflops, bytesPerSecond: 6e9 });
const pool = createInferencePool('cuda', N_CORES, { entry: SESSION_THREAD });
const decoders = createSlots(N_CORES);
const { signal } = new AbortController();

interface Reading {
  readonly seconds: number;
  readonly busySeconds: number;
  readonly cpuSeconds: number;
  readonly nTracks: number;
}
const readings: Reading[] = [];
let nScored = 0;

await Promise.all(
  Array.from({ length: nTracks }, async () => {
    // A decoder keeps its place until its track is taken, as in a worker that has as many jobs as places.
    await decoders.use(() => sleep(1e3 * decodeSeconds));
    await pool.score(
      { input: { kind: 'waveform', waveform, sampleRate: SAMPLE_RATE }, models },
      signal,
    );
    nScored++;
    readings.push({
      seconds: performance.now() / 1e3,
      busySeconds: busySeconds(device),
      cpuSeconds: ownCpuSeconds(),
      nTracks: nScored,
    });
  }),
);
await pool.close();
home.remove();

// Neither while threads start nor when the last tracks are left.
const first = readings[2 * N_CORES]!;
const last = readings[nTracks - 2 * N_CORES]!;
const seconds = last.seconds - first.seconds;
const busy = last.busySeconds - first.busySeconds;
const cpu = last.cpuSeconds - first.cpuSeconds;
const tracks = last.nTracks - first.nTracks;
console.log(facts());
console.log(
  textTable([
    ['tracks per second', (tracks / seconds).toFixed(1)],
    ['the device computes for a track', `${((1e3 * busy) / tracks).toFixed(1)} ms`],
    ['the device is busy', `${((100 * busy) / seconds).toFixed(1)} % of the time`],
    ['CPU beside it', `${((1e3 * cpu) / tracks).toFixed(0)} ms per track`],
    ['memory', `${(process.resourceUsage().maxRSS / 1e6).toFixed(2)} GB`],
  ]),
);
