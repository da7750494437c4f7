import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { Refused } from './refused.ts';
import type { Way } from './ways.ts';

const SCRIPT = fileURLToPath(new URL('../../peers/published.py', import.meta.url));

/** What published.py reads. */
export interface PublishedRequest {
  /** Of sota-music-tagging-models. */
  readonly checkout: string;
  /** With `<network>/best_model.pth`. */
  readonly weights: string;
  readonly networks: readonly string[];
  readonly way: Way;
  /** A program and its arguments for each track; it writes the waveform in float32. */
  readonly decodeCommands: readonly (readonly string[])[];
}

const Seconds = z.number().nonnegative();
const Answer = z.object({
  /** CPU time of starting Python and importing torch. */
  startSeconds: Seconds,
  /** CPU time of reading the checkpoints, compiling and the first chunks. */
  loadSeconds: Seconds,
  /** In the order of the commands. */
  tracks: z.array(
    z.object({
      decodeSeconds: Seconds,
      networks: z.record(
        z.string(),
        z.object({ cpuSeconds: Seconds, scores: z.array(z.number()) }),
      ),
    }),
  ),
});
export type PublishedAnswer = z.infer<typeof Answer>;

const Versions = z.object({ python: z.string(), torch: z.string(), torchaudio: z.string() });

/** What of published.py's output is the answer: its last line, since a checkout may print as well. */
export function parseAnswer(output: string): PublishedAnswer {
  return Answer.parse(lastLine(output));
}

/** Scores tracks with one thread of PyTorch. @throws Refused with what Python says */
export async function runPublished(request: PublishedRequest): Promise<PublishedAnswer> {
  return parseAnswer(await runScript([], JSON.stringify(request)));
}

/** `Python 3.11.2, torch 1.13.0, torchaudio 0.13.1`. @throws Refused when one of them is missing */
export async function publishedVersions(): Promise<string> {
  const versions = Versions.parse(lastLine(await runScript(['--versions'], '')));
  return `Python ${versions.python}, torch ${versions.torch}, torchaudio ${versions.torchaudio}`;
}

async function runScript(args: readonly string[], input: string): Promise<string> {
  const python = spawn('python3', [SCRIPT, ...args], {
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  await once(python, 'spawn').catch((cause: unknown) => {
    throw new Refused('There is no python3 on PATH.', { cause });
  });
  const ended = once(python, 'close');
  // A script that ends before it has read its input says why.
  python.stdin.on('error', () => undefined).end(input);
  const [output, errors] = await Promise.all([text(python.stdout), text(python.stderr)]);
  const [exitCode] = (await ended) as [number | null];
  if (exitCode !== 0) throw new Refused(errors.trim() || `python3 ended with ${String(exitCode)}.`);
  return output;
}

function lastLine(output: string): unknown {
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
}
