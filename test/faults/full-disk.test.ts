import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { earmark } from '../support/earmark.ts';
import { createFleet, type FleetOptions } from '../support/fleet.ts';
import { countOutcomes, type LedgerRow } from '../support/ledger.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';
import { mountSmallDisk } from '../support/small-disk.ts';

let corpus: Corpus;
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  corpus = await createCorpus(4);
  ({ undisturbed } = corpus);
});
afterAll(() => {
  corpus.remove();
});

async function fleetOptions(name: string): Promise<FleetOptions> {
  const { music: source, variables } = corpus;
  return { ...(await emptyServices(name)), source, variables };
}

test('a worker without room for temporary files stops, says so, and costs no track', async (context) => {
  const TMPDIR = join(dirname(corpus.home), 'small');
  // A track of a second is 64 kB when it is decoded.
  const disk = mountSmallDisk(TMPDIR, 32_768);
  if (!disk) return context.skip();
  try {
    const fleet = await createFleet(await fleetOptions('full_disk'));
    expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
    await fleet.startAggregator();
    const { exitCode, stderr } = await earmark(['work'], { ...fleet.variables, TMPDIR });
    expect(exitCode).not.toBe(0);
    expect(JSON.parse(stderr)).toMatchObject({ event: 'program_failed', code: 'DISK_FULL' });
    expect(await countOutcomes(fleet.pool)).toBe(0);
    await fleet.startWorker();
    await fleet.untilReported();
    await expectSettledOnce(fleet, { undisturbed });
    await fleet.close();
  } finally {
    disk.unmount();
  }
});
