import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import type { AudioDecoder } from '@earmark/decode';
import { decoderKinds, hasFfmpeg } from '../support/decoders.ts';
import { createCanary, type WatchedCanary } from '../support/hostile/canary.ts';
import { hostileCorpus, type HostileCorpus } from '../support/hostile/corpus.ts';
import type { NamedBytes } from '../support/hostile/lies.ts';
import { faultOfMessage } from '../support/hostile/message.ts';
import { N_FILES, SEED } from '../support/hostile/seed.ts';
import { descendantsOf, watchMemory } from '../support/process-tree.ts';
import { snrDb } from '../support/samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** All that a file can be the reason of. */
const CODES = ['AUDIO_UNDECODABLE', 'AUDIO_EMPTY', 'AUDIO_TOO_LONG', 'DECODE_TIMEOUT'];

const BAD = 'AUDIO_UNDECODABLE';
const LONG = 'AUDIO_TOO_LONG';
const TAGGED = 'samples';

const AT_A_TIME = 2;
const EVERY_TENTH = 10;
const MAX_BYTES = 2.5 * 2 ** 30;
const never = new AbortController().signal;

/** What was found once, and how it must end since. */
const FINDINGS = [
  { file: 'frames is 4294967295.m4a', finding: 'a table fills the memory', codes: [BAD] },
  { file: 'runs of times is 2147483647.mp4', finding: 'a loop counts on', codes: [BAD] },
  { file: 'samples of a frame is 2147483647.mp4', finding: 'a frame is huge', codes: [BAD] },
  { file: 'encoding is 17.wav', finding: 'a block is of no size', codes: [BAD] },
  { file: 'an hour of 84 silences.opus', finding: 'channels multiply', codes: [BAD] },
  { file: 'a day of eight silences.flac', finding: 'silence unfolds', codes: [LONG] },
  { file: 'one sample is NaN.wav', finding: 'a sample is no number', codes: [BAD] },
  { file: 'samples are 3e+38.wav', finding: 'power is infinite', codes: [BAD] },
  { file: 'rate is 1.wav', finding: 'a second has one sample', codes: [LONG, BAD] },
];

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);
let canary: WatchedCanary;
let corpus: HostileCorpus;
beforeAll(async () => {
  for (const name of ['made', 'files', 'scratch']) mkdirSync(at(name));
  canary = await createCanary(folder.path);
  corpus = hostileCorpus({ seed: SEED, folder: at('made'), canary });
  process.env['TMPDIR'] = at('scratch');
});
afterAll(() => {
  delete process.env['TMPDIR'];
  canary.close();
  folder.remove();
});

describe.each(decoderKinds)('with the $kind decoder', ({ create }) => {
  const decoder = create({ maxDurationSeconds: 60, timeoutMs: 900_000 });

  test('every file ends in samples or in a code, and nothing else is touched', async () => {
    const before = descendantsOf(process.pid);
    const memory = watchMemory(process.pid);
    const faults: string[] = [];
    const rest = corpus.files(N_FILES);
    let nTried = 0;
    const tryFiles = async (): Promise<void> => {
      for (const file of rest) {
        const repeat = nTried++ % EVERY_TENTH === 0;
        const fault = await faultOf(decoder, file, { repeat });
        if (fault !== undefined) faults.push(`${file.name}: ${fault}`);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, tryFiles));
    memory.stop();

    expect(faults).toEqual([]);
    expect(nTried).toBe(N_FILES);
    expect(memory.peakBytes()).toBeLessThan(MAX_BYTES);
    expect(canary.touched()).toEqual({ connections: 0, wasRead: false });
    expect(descendantsOf(process.pid).filter((pid) => !before.includes(pid))).toEqual([]);
    expect(readdirSync(at('scratch'))).toEqual([]);
  }, 1_200_000);

  test.runIf(hasFfmpeg).each(FINDINGS)(
    '$file, where $finding, is $codes',
    async ({ file, codes }) => {
      const found = corpus.made.find(({ name }) => name === file);
      const { code } = await endOf(decoder, found!);
      expect(codes).toContain(code);
    },
  );
});

interface End {
  /** Of the failure; `samples` when there is none. */
  readonly code: string;
  readonly message: string;
  readonly samples: Float32Array;
}

async function endOf(decoder: AudioDecoder, { name, bytes }: NamedBytes): Promise<End> {
  const path = at(`files/${name}`);
  writeFileSync(path, bytes);
  try {
    return { code: TAGGED, message: '', samples: (await decoder.decode(path, never)).waveform };
  } catch (error) {
    if (!(error instanceof EarmarkError)) throw error;
    return { code: error.code, message: error.message, samples: new Float32Array() };
  } finally {
    rmSync(path);
  }
}

/** What is wrong with how a file ends; undefined when nothing is. */
async function faultOf(
  decoder: AudioDecoder,
  file: NamedBytes,
  { repeat }: { readonly repeat: boolean },
): Promise<string | undefined> {
  const end = await endOf(decoder, file);
  if (repeat && !isSame(end, await endOf(decoder, file))) return 'it ends in another way each time';
  if (end.code === TAGGED) return isCanary(end.samples) ? 'it is the canary' : undefined;
  if (!CODES.includes(end.code)) return `${end.code}: ${end.message}`;
  const fault = faultOfMessage(end.message, [folder.path, canary.path]);
  return fault && `${fault}: ${end.message}`;
}

function isSame(one: End, other: End): boolean {
  return one.code === other.code && Buffer.compare(bytesOf(one), bytesOf(other)) === 0;
}

function bytesOf({ samples }: End): Uint8Array {
  return new Uint8Array(samples.buffer);
}

function isCanary(samples: Float32Array): boolean {
  return snrDb(samples.subarray(0, canary.samples.length), canary.samples) > 40;
}
