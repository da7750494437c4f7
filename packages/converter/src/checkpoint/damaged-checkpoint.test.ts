/** Checkpoints that were cut or altered on their way: converted or refused, never anything else. */
import { describe, expect, test } from 'vitest';
import type { Architecture } from '@earmark/core/model';
import { randomBaseline } from '../../../../test/support/baseline-checkpoint.ts';
import { checkpointOf } from '../../../../test/support/legacy-checkpoint.ts';
import { damages, type Random, wholeNumbers } from '../../../../test/support/damage.ts';
import { inLongerSeries, isSeries } from '../../../../test/support/longer-series.ts';
import { convertedOrRefused, refusalOf } from '../../../../test/support/refusal.ts';
import { tinyCheckpoint } from '../../../../test/support/tiny-models.ts';
import { zipArchive } from '../../../../test/support/zip-checkpoint.ts';
import { readStoredZip } from './read-stored-zip.ts';

const N_SEEDS = isSeries ? 100 : 60;

/** The pickles lie at the front, where damage does most. */
const DAMAGES = damages({ frontBytes: 8_000 });

const baseline = checkpointOf(randomBaseline({ nTags: 56 }));
const zipped = Uint8Array.from(tinyCheckpoint('sample'));

// Old containers, the first with tensors that share a storage, and zip archives.
describe.each<{ architecture: Architecture; checkpoint: Uint8Array }>([
  { architecture: 'crnn', checkpoint: tinyCheckpoint('crnn') },
  { architecture: 'baseline', checkpoint: baseline },
  { architecture: 'sample', checkpoint: tinyCheckpoint('sample') },
  ...inLongerSeries([
    { architecture: 'se', checkpoint: tinyCheckpoint('se') },
    { architecture: 'musicnn', checkpoint: tinyCheckpoint('musicnn') },
  ] as const),
])('a checkpoint of $architecture', ({ architecture, checkpoint }) => {
  const bytes = Uint8Array.from(checkpoint);

  test('is converted as it is', () => {
    expect(convertedOrRefused(bytes, architecture)).toBeUndefined();
  });

  test.each(DAMAGES)(
    '$damage is converted or refused',
    ({ apply }) => {
      const nRefused = countRefused(architecture, (random) => apply(bytes, random));
      expect(nRefused).toBeGreaterThan(0);
    },
    60_000,
  );
});

// The checksums of an archive notice all damage; here they are made to agree with it.
describe.each<{ architecture: Architecture }>([
  { architecture: 'sample' },
  ...inLongerSeries([{ architecture: 'attention' } as const]),
])('the pickle of $architecture under a right checksum', ({ architecture }) => {
  const entries = [...readStoredZip(tinyCheckpoint(architecture))].map(([name, content]) => ({
    name,
    content: Uint8Array.from(content),
  }));

  test.each(DAMAGES)(
    '$damage is converted or refused',
    ({ apply }) => {
      const nRefused = countRefused(architecture, (random) => {
        const damaged = entries.map(({ name, content }) => {
          return { name, content: name.endsWith('.pkl') ? apply(content, random) : content };
        });
        return zipArchive(damaged);
      });
      expect(nRefused).toBeGreaterThan(0);
    },
    60_000,
  );
});

// Both are short enough to be cut after every byte.
test.each([
  { container: 'old', file: baseline },
  { container: 'zip', file: zipped },
])(
  'cut short, it is refused ($container container)',
  ({ file }) => {
    for (const length of lengthsOf(file)) refusalOf(file.subarray(0, length));
  },
  60_000,
);

test.each([
  { container: 'old', file: baseline },
  { container: 'zip', file: zipped },
])('with anything behind it, it is refused ($container container)', ({ file }) => {
  for (const more of [1, 4, 22, 70_000]) refusalOf(Buffer.concat([file, Buffer.alloc(more)]));
});

/** All in a longer series, else those that end in the first pickles, or in the last weights or the directory. */
function lengthsOf({ length }: Uint8Array): readonly number[] {
  const all = [...Array(length).keys()];
  return isSeries ? all : all.filter((at) => at < 2_000 || at >= length - 2_000);
}

/** So many of the damaged files are refused; the others are converted. */
function countRefused(architecture: Architecture, damage: (random: Random) => Uint8Array): number {
  const random = wholeNumbers(1);
  const refusals = Array.from({ length: N_SEEDS }, () => {
    return convertedOrRefused(damage(random), architecture);
  });
  return refusals.filter((refusal) => refusal !== undefined).length;
}
