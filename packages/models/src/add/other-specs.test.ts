import { expect, test } from 'vitest';
import { ModelManifest, ModelSpec } from '@earmark/core/model';
import { MODEL_MISTAKES } from '../../../../test/support/model-mistakes.ts';
import { modelSpec } from '../../../../test/support/model-spec.ts';
import { type Ending, rightManifest } from '../../../../test/support/right-model.ts';
import { otherSpecs } from './other-specs.ts';

const MEL = modelSpec({
  chunks: { rule: 'hop', length: 4_000, hop: 2_000, last: 'drop' },
  spectrogram: {},
  tags: ['a', 'b'],
  nTags: 2,
});

/** The paths of the values in which two objects differ. */
function differences(one: unknown, other: unknown, path = ''): readonly string[] {
  if (
    typeof one !== 'object' ||
    typeof other !== 'object' ||
    !one ||
    !other ||
    Array.isArray(one)
  ) {
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
  }
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) =>
    differences(
      (one as Record<string, unknown>)[key],
      (other as Record<string, unknown>)[key],
      path ? `${path}.${key}` : key,
    ),
  );
}

test('each differs from the model in the keys that its words name, and in no other', () => {
  const others = otherSpecs(MEL);
  expect(others.length).toBeGreaterThan(50);
  for (const { change, spec } of others) {
    const changed = differences(MEL, spec);
    expect(changed.length, change).toBeGreaterThan(0);
    for (const key of changed) expect(change).toContain(key);
  }
  expect(new Set(others.map(({ change }) => change)).size).toBe(others.length);
});

test('each states a value that a manifest can have', () => {
  // Others make no sense together with the rest of the manifest.
  const valid = otherSpecs(MEL).filter(({ spec }) => ModelSpec.safeParse(spec).success);
  expect(valid.map(({ change }) => change)).toEqual(
    expect.arrayContaining([
      'scores.are = "logits"',
      'scores.labels = "single"',
      'scores.aggregation = "median"',
      'input.chunks.last = "align-end"',
      'input.chunks.short = "repeat"',
      'input.spectrogram.hopLength = 512',
      'input.spectrogram.window = "hamming"',
      'input.spectrogram.padding = "constant"',
      'input.spectrogram.spectrum = "magnitude"',
      'input.spectrogram.mel.scale = "slaney"',
      'input.spectrogram.mel.norm = "unit-sum"',
      'input.spectrogram.mel.fMax = 8000',
      'input.spectrogram.logarithm.unit = "ln"',
      'input.sampleRate and input.spectrogram.sampleRate = 44100',
      'input.spectrogram.frameLength and input.spectrogram.fftLength = 2048',
    ]),
  );
});

const REMEDY = 'They would be equal with: ';
/** Mistakes of manifests that a reference tells with what to change. */
const REMEDIED = MODEL_MISTAKES.flatMap(({ mistake, manifest, ending, withReference: caught }) => {
  if (typeof caught !== 'object' || !('refused' in caught)) return [];
  const { refused } = caught;
  if (!refused.source.startsWith(REMEDY)) return [];
  return [{ mistake, refused, ...manifests(manifest, ending) }];
});

function manifests(changes: Readonly<Record<string, unknown>> | undefined, ending?: Ending) {
  const read = (given?: Readonly<Record<string, unknown>>) =>
    ModelManifest.parse(rightManifest(given, ending && { ending }));
  return { right: read(), wrong: read(changes) };
}

test.each(REMEDIED)('one of them sets right $mistake', ({ right, wrong, refused }) => {
  const others = otherSpecs({ ...MEL, input: wrong.input, scores: wrong.scores });
  const [remedy] = others.filter(({ change }) => refused.test(`${REMEDY}${change}`));
  expect(remedy?.spec).toMatchObject({ input: right.input, scores: right.scores });
});

test('a network that reads samples has no front end to change', () => {
  const changes = otherSpecs(modelSpec()).map(({ change }) => change);
  expect(changes.some((change) => change.includes('spectrogram ='))).toBe(false);
  expect(changes.some((change) => change.includes('input.spectrogram'))).toBe(false);
  expect(changes).toContain('scores.are = "logits"');
});

test('a network that reads an embedding has scores to change alone', () => {
  const head = modelSpec({
    input: { kind: 'embedding', model: 'test/backbone' },
    parent: { weightsSha256: '0'.repeat(64), conversionVersion: '1' },
  });
  const keys = otherSpecs(head).map(({ change }) => change.split(' ')[0]);
  expect([...new Set(keys)]).toEqual(['scores.are', 'scores.labels', 'scores.aggregation']);
});
