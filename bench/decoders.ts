// How much CPU does a file cost with the built-in ffmpeg, compared with the ffmpeg of this machine?
//
//   npm run bench -- decoders [ROUNDS]
//
// Both decode the same four minutes of mp3 in turn, then the same two seconds, which cost little more than the start.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textTable } from '@earmark/runtime/terminal';
import { createFfmpegDecoder, probeFfmpeg, systemFfmpeg, WASM_FFMPEG } from '@earmark/decode';
import { childCpuSeconds, ownCpuSeconds } from './support/cpu-seconds.ts';
import { facts } from './support/facts.ts';
import { makeLongTracks, TRACK_SECONDS } from './support/long-tracks.ts';
import { median } from './support/median.ts';

const [nRounds = 5] = process.argv.slice(2).map(Number);
const SHORT_SECONDS = 2;

const environment = process.env;
const found = await probeFfmpeg({ ffmpeg: undefined, environment });
if (!found) throw new Error('Put an ffmpeg with soxr on PATH: the benchmark compares with it.');
const limits = { maxDurationSeconds: 2 * TRACK_SECONDS, timeoutMs: 600_000 };
const decoders = [systemFfmpeg(found), WASM_FFMPEG].map((ffmpeg) =>
  createFfmpegDecoder(ffmpeg, { environment, limits }),
);
const { signal } = new AbortController();

/** CPU seconds of decoding a file, by decoder; in each round by both in turn. */
async function measure(path: string): Promise<readonly number[]> {
  const rounds: number[][] = [];
  for (let round = 0; round < nRounds; round++) {
    const seconds: number[] = [];
    for (const { decode } of decoders) {
      const before = childCpuSeconds() + ownCpuSeconds();
      await decode(path, signal);
      seconds.push(childCpuSeconds() + ownCpuSeconds() - before);
    }
    rounds.push(seconds);
  }
  return decoders.map((_, i) => median(rounds.map((seconds) => seconds[i] ?? NaN)));
}

const folder = mkdtempSync(join(tmpdir(), 'earmark-bench-'));
try {
  makeLongTracks(folder, 1);
  const long = join(folder, '000.mp3');
  const short = join(folder, 'short.mp3');
  const cut = ['-v', 'fatal', '-i', long, '-t', String(SHORT_SECONDS), '-c', 'copy', short];
  execFileSync('ffmpeg', cut);
  const rows = [];
  for (const [seconds, path] of [
    [TRACK_SECONDS, long],
    [SHORT_SECONDS, short],
  ] as const) {
    const [system = NaN, builtIn = NaN] = await measure(path);
    const ratio = (builtIn / system).toFixed(1);
    rows.push([`${String(seconds)} s of mp3`, system.toFixed(2), builtIn.toFixed(2), ratio]);
  }
  const header = ['CPU s', ...decoders.map(({ decoder }) => decoder), 'ratio'];
  console.log(`${facts()}\n\n${textTable([header, ...rows])}`);
} finally {
  rmSync(folder, { recursive: true });
}
