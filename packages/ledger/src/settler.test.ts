import { expect, test } from 'vitest';
import { ModelRowId, RunId, type TaskOutcome, TrackId } from '@earmark/core/run';
import type { Settlement } from './settle.ts';
import { createSettler } from './settler.ts';

/** A ledger that notes who was settled with whom, refuses track 13, and finds the first outcome of each to be new. */
function createLedger() {
  const statements: string[] = [];
  const settler = createSettler(async (settlements) => {
    await Promise.resolve();
    const tracks = settlements.map(({ trackId }) => trackId as number);
    statements.push(`${String(settlements[0].runId)}: ${tracks.join(' ')}`);
    if (tracks.includes(13)) throw new Error('no');
    return settlements.map(({ outcomes }) => outcomes.slice(0, 1));
  });
  return { statements, settler };
}

function settlement(
  runId: number,
  trackId: number,
  outcomes: readonly TaskOutcome[] = [],
): Settlement {
  return {
    runId: RunId.parse(runId),
    trackId: TrackId.parse(trackId),
    outcomes,
    contentSha256: null,
    durationSeconds: null,
    level: null,
    embeddedMetadata: null,
    attempts: 1,
    settledBy: 'test',
    softwareId: null,
  };
}

test('what comes in at once, or while others are being settled, is settled together, run by run', async () => {
  const { statements, settler } = createLedger();
  const first = [settlement(1, 1), settlement(2, 2), settlement(1, 3)].map(settler);
  await first[0];
  const second = [settlement(1, 4), settlement(2, 5), settlement(1, 6)].map(settler);
  await Promise.all([...first, ...second]);
  expect(statements).toEqual(['1: 1 3', '2: 2 5', '1: 4 6']);
  await settler(settlement(1, 7));
  expect(statements.at(-1)).toBe('1: 7');
});

test('one that cannot be settled does not keep the others from it', async () => {
  const { statements, settler } = createLedger();
  const all = [settlement(1, 1), settlement(1, 2), settlement(1, 13), settlement(1, 4)];
  const ends = await Promise.allSettled(all.map(settler));
  expect(ends.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(statements).toEqual(['1: 1 2 13 4', '1: 1', '1: 2', '1: 13', '1: 4']);
});

test('a statement takes a bounded number of jobs', async () => {
  const { statements, settler } = createLedger();
  await Promise.all(Array.from({ length: 201 }, (_, i) => settler(settlement(1, 100 + i))));
  expect(statements.map((tracks) => tracks.split(' ').length - 1)).toEqual([64, 64, 64, 9]);
});

test('each job learns which of its own outcomes were new', async () => {
  const { settler } = createLedger();
  const reused = (modelRowId: number): TaskOutcome => ({
    status: 'reused',
    modelRowId: ModelRowId.parse(modelRowId),
    from: TrackId.parse(9),
  });
  const all = [1, 2, 3].map((track) => settlement(1, track, [reused(10 * track), reused(99)]));
  expect(await Promise.all(all.map(settler))).toEqual([[reused(10)], [reused(20)], [reused(30)]]);
});
