/** What tells users of the mistakes that they make with a manifest and a network. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toEarmarkError } from '@earmark/core/failure';
import { endlessNetwork, hugeConstant, hugeNetwork } from '../support/hostile-networks.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import type { Caught, Mistake } from '../support/manifest-mistakes/mistake.ts';
import { MODEL_MISTAKES } from '../support/model-mistakes.ts';
import { rightManifest, rightNetwork } from '../support/right-model.ts';
import { descendantsOf } from '../support/process-tree.ts';
import { waitFor } from '../support/wait-for.ts';

let home: ModelHome;
let installed: readonly string[];
beforeAll(async () => {
  home = createModelHome();
  for (const ending of ['Identity', 'Softmax', 'Sigmoid'] as const) {
    const manifest = rightManifest({}, { ending, hasReference: true });
    const { warnings } = await home.add({ manifest, network: rightNetwork({ ending }) });
    expect(warnings).toEqual([]);
  }
  installed = home.installedContent();
});
afterAll(async () => {
  await home.remove();
});

const withReference = (one: Mistake) => ({ ...one, hasReference: true, caught: one.withReference });
const cases = [
  ...MODEL_MISTAKES.filter(({ isVariant = false }) => !isVariant).map(withReference),
  ...inLongerSeries([
    ...MODEL_MISTAKES.filter(({ isVariant = false }) => isVariant).map(withReference),
    ...MODEL_MISTAKES.map((one) => ({ ...one, hasReference: false, caught: one.without })),
  ]),
];

describe.each(cases)('$mistake, with a reference: $hasReference', (one) => {
  test(`is ${words(one.caught)}`, async () => {
    const { caught } = one;
    const written = writtenOf(one, one.hasReference);
    if (typeof caught === 'object' && 'refused' in caught) {
      const { refused, code = 'MODEL_MISMATCH' } = caught;
      const refusal = await home.add(written).then(
        () => undefined,
        (error: unknown) => toEarmarkError(error),
      );
      expect(refusal?.message).toMatch(refused);
      expect(refusal?.code).toBe(code);
      expect(home.installedContent()).toEqual(installed);
    } else {
      const { warnings } = await home.add({
        ...written,
        manifest: { ...written.manifest, name: 'mine/other' },
      });
      const expected =
        caught === 'unnoticed' ? [] : [expect.stringMatching(caught.warned) as string];
      const general = one.hasReference
        ? []
        : [expect.stringMatching(/has no reference scores/) as string];
      expect(warnings).toEqual([...expected, ...general]);
      home.removeModel('mine/other');
    }
  });
});

function words(caught: Caught): string {
  if (caught === 'unnoticed') return 'not noticed';
  return 'refused' in caught ? 'refused' : 'warned of';
}

function writtenOf({ manifest, ending, network }: Mistake, hasReference: boolean) {
  const changes = Object.entries(manifest ?? {}).filter(
    ([key]) => hasReference || !key.startsWith('reference.'),
  );
  return {
    manifest: rightManifest(Object.fromEntries(changes), {
      ...(ending && { ending }),
      hasReference,
    }),
    network: network ? network() : rightNetwork(ending && { ending }),
  };
}

describe('a hostile network', () => {
  test.each([
    { what: 'asks for 768 GiB when it is run', network: hugeNetwork() },
    { what: 'asks for 8 GiB when it is read', network: hugeConstant() },
  ])('that $what is refused', async ({ network }) => {
    const adding = home.add({ manifest: rightManifest(), network });
    await expect(adding).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
      message: expect.stringMatching(/cannot be run|ended the process that tried it/) as string,
    });
    expect(home.installedContent()).toEqual(installed);
    expect(process.memoryUsage.rss()).toBeLessThan(2 ** 31);
  });

  test('that computes without end ends with the signal', async () => {
    const stop = new AbortController();
    const adding = home.add(
      { manifest: rightManifest(), network: endlessNetwork() },
      { signal: stop.signal },
    );
    adding.catch(() => undefined);
    await waitFor(() => descendantsOf(process.pid).length > 0, 'the network is tried');
    stop.abort(new Error('enough'));
    await expect(adding).rejects.toThrow('enough');
    await waitFor(() => descendantsOf(process.pid).length === 0, 'no process is left');
    expect(home.installedContent()).toEqual(installed);
  });
});
