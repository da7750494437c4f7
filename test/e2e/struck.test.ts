import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findProgram } from '@earmark/runtime/process';
import { startEarmark, type Started } from '../support/earmark.ts';
import { countOutcomes, openEmbeddedLedger } from '../support/ledger.ts';
import { makeTracks } from '../support/music.ts';
import { descendantsOf } from '../support/process-tree.ts';
import { processesOf } from '../support/processes.ts';
import { createStage, resultFiles, type Stage, summaryOf } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

// A run on embedded services, of which one part after the other is killed.

const N_TRACKS = 14;
/** So many files are opened in a second that the run outlasts what is done to it. */
const SLOWLY = ['--max-requests', '2'];

let stage: Stage;
let undisturbed: ReturnType<typeof resultFiles>;
beforeAll(async () => {
  stage = createStage();
  makeTracks(stage.music, N_TRACKS);
  expect(await stage.run()).toMatchObject({ exitCode: 0 });
  undisturbed = resultFiles(stage.out);
});
afterAll(() => {
  stage.remove();
});

/** The id of a part's process; undefined when it does not run. */
type Find = (run: Started) => number | undefined;

const PARTS: readonly { part: string; find: Find }[] = [
  { part: 'producer', find: (run) => childOf(run, 'produce') },
  { part: 'worker', find: (run) => childOf(run, 'work') },
  { part: 'embedded Redis', find: () => redisPid() },
  { part: 'aggregator', find: (run) => childOf(run, 'aggregate') },
  { part: 'embedded Postgres', find: () => postgresPid() },
];

const hasServers = findProgram(['redis-server', 'valkey-server'], process.env['PATH'] ?? '');

test.skipIf(!hasServers)('every part of a run may be killed, and is started again', async () => {
  const run = startEarmark([...stage.runArgs, ...SLOWLY, '--force', '--json'], stage.variables);
  for (const { part, find } of PARTS) {
    if (part !== 'producer') await untilMoreIsSettled();
    let pid: number | undefined;
    await waitFor(() => (pid = find(run)) !== undefined, `the ${part} runs`);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }
  const ended = await run.ended;
  expect(ended.exitCode).toBe(0);
  for (const { part } of PARTS) expect(ended.stderr).toContain(`The ${part} crashed`);
  expect(summaryOf(ended).tasks).toEqual({ tagged: N_TRACKS, reused: 0, failed: 0 });
  expect(resultFiles(stage.out)).toEqual(undisturbed);
  expect(processesOf(stage.home)).toEqual([]);
});

function childOf({ process: { pid = 0 } }: Started, command: string): number | undefined {
  return descendantsOf(pid).find((child) => {
    const line = readIfThere(`/proc/${String(child)}/cmdline`);
    return line.includes(`/main.js\0${command}\0`);
  });
}

function redisPid(): number | undefined {
  const record = readIfThere(join(stage.home, 'services/redis.json'));
  return record === '' ? undefined : (JSON.parse(record) as { pid: number }).pid;
}

function postgresPid(): number | undefined {
  return Number(readIfThere(join(stage.home, 'postgres/data/postmaster.pid')).split('\n')[0]);
}

async function untilMoreIsSettled(): Promise<void> {
  const ledger = openEmbeddedLedger(stage.home);
  const count = () => ledger.ask(countOutcomes);
  let nBefore: number | undefined;
  await waitFor(async () => (nBefore = await count()) !== undefined, 'the ledger answers');
  await waitFor(async () => ((await count()) ?? 0) > (nBefore ?? 0), 'more is settled');
  await ledger.close();
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
