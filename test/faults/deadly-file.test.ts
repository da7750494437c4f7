import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import {
  type DeadlyFfmpeg,
  writeDeadlyFfmpeg,
  writeStarvingFfmpeg,
} from '../support/deadly-ffmpeg.ts';
import { variants } from '../support/longer-series.ts';
import { hasFfmpeg } from '../support/decoders.ts';
import { createFleet, type Fleet, type FleetOptions } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';
import { waitFor } from '../support/wait-for.ts';

// A file that brings down the process that decodes it, among others that do nothing of the kind.

const DEADLY = 'track-003.wav';

let corpus: Corpus;
let undisturbed: readonly LedgerRow[];
let ffmpeg: DeadlyFfmpeg;
beforeAll(async () => {
  corpus = await createCorpus(5);
  ({ undisturbed } = corpus);
  ffmpeg = writeDeadlyFfmpeg(dirname(corpus.home), DEADLY);
});
afterAll(() => {
  corpus.remove();
});

async function fleetOptions(name: string, isInRedis = true): Promise<FleetOptions> {
  const services = await emptyServices(name);
  const { music: source } = corpus;
  // Long enough that no lock expires on a busy machine: each would be one more start.
  const variables = { ...corpus.variables, EARMARK_LOCK_SECONDS: '6' };
  return { ...services, ...(isInRedis ? {} : { redisUrl: undefined }), source, variables };
}

const QUEUES = [
  { queue: 'Redis', isInRedis: true },
  { queue: 'Postgres', isInRedis: false },
];

describe.skipIf(!hasFfmpeg).each(variants(QUEUES))(
  'with the queue in $queue',
  ({ queue, isInRedis }) => {
    test('a file that kills its worker is given up after three starts, and takes no other with it', async () => {
      const name = `deadly_file_${queue.toLowerCase()}`;
      writeFileSync(ffmpeg.log, '');
      const fleet = await createFleet(await fleetOptions(name, isInRedis));
      await fleet.produce();
      await fleet.startAggregator();
      const supervisor = startAgainAndAgain(fleet, { EARMARK_FFMPEG: ffmpeg.command });
      await fleet.untilReported();
      supervisor.stop();
      expect(deaths()).toHaveLength(3);
      await expectSettledOnce(fleet, { undisturbed, failures: { [DEADLY]: 'WORKER_CRASHED' } });
      await fleet.close();
    });
  },
);

test.skipIf(!hasFfmpeg)(
  'a machine whose sandbox dies at every sound ends with the reason, and fails no track',
  async () => {
    const fleet = await createFleet(await fleetOptions('starving_machine'));
    await fleet.produce();
    await fleet.startAggregator();
    const starving = { EARMARK_FFMPEG: writeStarvingFfmpeg(dirname(corpus.home)) };
    const killed = await fleet.startWorker(starving);
    expect((await killed.ended).exitCode).toBe(null);
    const second = await fleet.startWorker(starving);
    expect(await second.ended).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('so the track is not to blame') as string,
    });
    await fleet.startWorker();
    await fleet.gate.open();
    await waitFor(
      async () => (await fleet.pool.query('select from report')).rowCount === 1,
      'reported',
    );
    await expectSettledOnce(fleet, { undisturbed });
    await fleet.close();
  },
);

/** As a service manager does: a worker that dies is replaced. */
function startAgainAndAgain(fleet: Fleet, variables: Record<string, string>): { stop(): void } {
  let isStopped = false;
  const supervise = async (): Promise<void> => {
    const worker = await fleet.startWorker(variables);
    await worker.ended;
    if (!isStopped) await supervise();
  };
  void supervise();
  return { stop: () => (isStopped = true) };
}

function deaths(): readonly string[] {
  return readFileSync(ffmpeg.log, 'utf8').trim().split('\n');
}
