import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseEnvironment } from '@earmark/runtime/config';
import { findProgram } from '@earmark/runtime/process';
import { openServices } from '@earmark/services';
import { startEarmark, type Started, type Variables } from '../support/earmark.ts';
import { countOutcomes, ledgerContent, openEmbeddedLedger } from '../support/ledger.ts';
import { makeTracks } from '../support/music.ts';
import { processesOf } from '../support/processes.ts';
import { withPool } from '../support/services.ts';
import { createStage, resultFiles, type Stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const N_TRACKS = 10;

/** What a run that nobody disturbs leaves. */
let undisturbed: Awaited<ReturnType<typeof remains>>;
beforeAll(async () => {
  const quiet = createQuietStage();
  expect(await quiet.run()).toMatchObject({ exitCode: 0 });
  undisturbed = await remains(quiet);
  quiet.remove();
});

let stage: Stage;
beforeEach(() => {
  stage = createQuietStage();
});
afterEach(async () => {
  await waitFor(() => processesOf(stage.home).length === 0, 'no process and no server is left');
  stage.remove();
});

function createQuietStage(): Stage {
  const created = createStage();
  makeTracks(created.music, N_TRACKS);
  return created;
}

async function remains({ home, out }: Stage) {
  const services = await openServices(parseEnvironment({ EARMARK_HOME: home }), 'none');
  const ledger = await withPool(services.databaseUrl, ledgerContent);
  await services.close();
  return { ledger, files: resultFiles(out) };
}

/** Starts the run and waits until so many tracks are tagged; it opens one file a second. */
async function startAndWait(nTagged: number, variables: Variables = {}): Promise<Started> {
  const args = [...stage.runArgs, '--max-requests', '1'];
  const started = startEarmark(args, { ...stage.variables, ...variables });
  const ledger = openEmbeddedLedger(stage.home);
  await waitFor(
    async () => ((await ledger.ask(countOutcomes)) ?? 0) >= nTagged,
    'some tracks are tagged',
  );
  await ledger.close();
  return started;
}

test('Ctrl-C, a reader that goes away and kill -9 lose nothing, and the same command goes on', async () => {
  const { process: program, ended } = await startAndWait(3);
  program.kill('SIGINT');
  expect(await ended).toMatchObject({ exitCode: 130, stderr: '' });
  expect(processesOf(stage.home)).toEqual([]);

  const unread = startEarmark(stage.runArgs, stage.variables);
  unread.process.stdout?.destroy();
  expect(await unread.ended).toMatchObject({ exitCode: 130, stderr: '' });
  expect(processesOf(stage.home)).toEqual([]);

  // With a queue in Redis, struck.test.ts kills every part of a run.
  const inPostgres = { PATH: pathWithoutRedis() };
  const killed = await startAndWait(6, inPostgres);
  killed.process.kill('SIGKILL');
  expect(await killed.ended).toMatchObject({ exitCode: null });

  // It does what is left, and then all is as if nothing had happened.
  const { exitCode, stdout, stderr } = await stage.run([], inPostgres);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^Run 1: 10 tracks, 10 tasks, \d+ tasks already done$/m);
  expect(stdout).toContain('10 tasks tagged, 0 reused, 0 failed');
  expect(await remains(stage)).toEqual(undisturbed);
});

/** A PATH with what a run needs of the system, and no Redis. */
function pathWithoutRedis(): string {
  const folder = join(stage.home, '../bin');
  mkdirSync(folder, { recursive: true });
  for (const name of ['id', 'ffmpeg']) {
    const program = findProgram([name], process.env['PATH'] ?? '');
    const link = join(folder, name);
    if (program && !findProgram([name], folder)) symlinkSync(program, link);
  }
  return folder;
}
