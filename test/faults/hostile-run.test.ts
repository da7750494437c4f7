import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAudioName } from '@earmark/source';
import { hasFfmpeg } from '../support/decoders.ts';
import { variants } from '../support/longer-series.ts';
import { createCanary, type WatchedCanary } from '../support/hostile/canary.ts';
import { hostileCorpus } from '../support/hostile/corpus.ts';
import { faultOfMessage } from '../support/hostile/message.ts';
import { type ExpectedCode, placeOddEntries } from '../support/hostile/odd-entries.ts';
import { N_FILES, SEED } from '../support/hostile/seed.ts';
import { processesOf } from '../support/processes.ts';
import { createDatabase, withPool } from '../support/services.ts';
import { createStage, type Stage, summaryOf } from '../support/stage.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeWav } from '../support/wav.ts';

/** A whole run does more than a decoder with each of them. */
const N_RUN = Math.ceil(N_FILES / 5);

const CODES = [
  'AUDIO_UNDECODABLE',
  'AUDIO_EMPTY',
  'AUDIO_TOO_LONG',
  'SOURCE_UNREADABLE',
  'SOURCE_NOT_FOUND',
];
const SECRET = 'the-words-of-another-file';

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);
let stage: Stage;
let canary: WatchedCanary;
let databaseUrl: string;
let expected: ReadonlyMap<string, ExpectedCode>;
beforeAll(async () => {
  for (const name of ['made', 'scratch']) mkdirSync(at(name));
  stage = createStage();
  canary = await createCanary(folder.path);
  databaseUrl = await createDatabase('hostile_run');
  writeFileSync(at('secret.txt'), `${SECRET}\n`.repeat(99));
  writeWav(at('sound.wav'), { sampleRate: 16_000, durationSeconds: 1 });
  // Another seed than the decoders get alone.
  const corpus = hostileCorpus({ seed: SEED + 1, folder: at('made'), canary });
  for (const { name, bytes } of corpus.files(N_RUN)) {
    writeFileSync(join(stage.music, isAudioName(name) ? name : `${name}.mp3`), bytes);
  }
  expected = placeOddEntries(stage.music, {
    sound: readFileSync(at('sound.wav')),
    secret: at('secret.txt'),
  });
});
afterAll(() => {
  canary.close();
  stage.remove();
  folder.remove();
});

interface TaskEnd {
  readonly file: string;
  readonly code: ExpectedCode;
  readonly message: string | null;
  readonly attempts: number;
  readonly worker: string;
}

test.runIf(process.platform === 'linux').each(variants([...(hasFfmpeg ? ['ffmpeg'] : []), 'none']))(
  'a run through hostile files settles each at the first attempt, in one worker that lives on (decoder: %s)',
  async (decoder) => {
    const variables = {
      DATABASE_URL: databaseUrl,
      TMPDIR: at('scratch'),
      ...(decoder === 'none' ? { EARMARK_FFMPEG: 'none' } : {}),
    };
    const ended = await stage.run(['--json', '--force', '--max-duration', '1'], variables);
    expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
    const ends = await taskEnds();
    expect(ends).toHaveLength(readdirSync(stage.music).length);
    const { tagged, failed } = summaryOf(ended).tasks;
    expect({ tagged, failed }).toEqual({
      tagged: ends.filter(({ code }) => code === null).length,
      failed: ends.filter(({ code }) => code !== null).length,
    });

    expect(ends.flatMap((end) => faultOf(end) ?? [])).toEqual([]);
    expect(new Set(ends.map(({ worker }) => worker)).size).toBe(1);
    const odd = ends.filter(({ file }) => expected.has(file));
    expect(new Map(odd.map(({ file, code }) => [file, code]))).toEqual(expected);
    expect(canary.touched()).toEqual({ connections: 0, wasRead: false });
    expect(processesOf(stage.home)).toEqual([]);
    expect(readdirSync(at('scratch'))).toEqual([]);
  },
  1_200_000,
);

/** How the tasks of the last run ended. */
function taskEnds(): Promise<readonly TaskEnd[]> {
  return withPool(databaseUrl, async (pool) => {
    const { rows } = await pool.query<TaskEnd>(
      `select rt.file, o.code, o.message, o.attempts, o.settled_by as worker
       from run_track rt join task_outcome o using (run_id, track_id)
       where run_id = (select max(id) from run)`,
    );
    return rows;
  });
}

function faultOf({ file, code, message, attempts }: TaskEnd): string | undefined {
  if (attempts !== 1) return `${file} took ${String(attempts)} attempts`;
  if (code === null) return undefined;
  if (!CODES.includes(code)) return `${file} is ${code}: ${String(message)}`;
  const secrets = [SECRET, 'root:', folder.path, stage.music];
  const fault = faultOfMessage(message ?? '', secrets);
  return fault && `${file}: ${fault}: ${String(message)}`;
}
