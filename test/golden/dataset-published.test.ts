/** The table commands of `earmark dataset` on the published corpus: its statistics, subsets, splits and results, to the byte. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseThresholds } from '@earmark/core/corpus';
import { type Part, PARTS } from '@earmark/core/dataset';
import {
  COMMANDS,
  dataset,
  GOLDEN,
  missing,
  newFolder,
  readGolden,
  referenceText,
  rounded,
  sha256Of,
} from '../support/dataset-golden.ts';
import { inLongerSeries } from '../support/longer-series.ts';

interface FullCase {
  readonly id: string;
  readonly operation: string;
  readonly args: readonly string[];
  readonly stdout: string;
  readonly outputs: Readonly<Record<string, { readonly sha256: string }>>;
}

const full = missing
  ? []
  : (JSON.parse(readGolden('golden/dataset/real-full.json')) as { cases: FullCase[] }).cases;

describe.skipIf(missing)('the published corpus', () => {
  test.each(full)('$id: $operation gives the published files', async (asked) => {
    const { operation, args, outputs, stdout } = asked;
    const at = unpacked(['metadata/autotagging-187tags.tsv']);
    const isPath = (arg: string) =>
      arg.startsWith('metadata/') ||
      Object.keys(outputs).some((file) => `${file}/`.startsWith(`${arg}/`));
    const here = args.map((arg) => (isPath(arg) ? at(arg) : arg));
    const printed = await dataset(COMMANDS[operation]!(here));
    for (const [file, { sha256 }] of Object.entries(outputs)) {
      expect([file, sha256Of(at(file))]).toEqual([file, sha256]);
    }
    if (operation === 'get_statistics') expect(referenceText(printed)).toEqual(rounded(stdout));
  });

  test('split 0: subsets, statistics, the matrix and the baselines', async () => {
    const split = publishedSplit();
    const at = unpacked(PARTS.map((part) => `splits/split-0/autotagging-${part}.tsv`));
    for (const [name, ...options] of SUBSETS) {
      await dataset(['filter-splits', at('splits'), 'autotagging', name, ...options]);
    }
    const outputs = split.outputs.filter(({ file }) =>
      SUBSETS.some(([name]) => file.includes(`/${name}-`)),
    );
    expect(outputs).toHaveLength(SUBSETS.length * PARTS.length);
    for (const { file, sha256 } of outputs) {
      expect([file, sha256Of(at(file))]).toEqual([file, sha256]);
    }
    for (const part of PARTS) {
      const { stdout, files } = split.statistics[part];
      const table = at(`splits/split-0/autotagging-${part}.tsv`);
      const printed = await dataset(['stats', table, at(part), '--json']);
      expect(referenceText(printed)).toEqual(rounded(stdout));
      for (const [file, sha256] of Object.entries(files)) {
        expect([file, sha256Of(at(`${part}/${file}`))]).toEqual([file, sha256]);
      }
    }
    const list = join(GOLDEN, split.groundtruthMatrix.tags);
    const train = at('splits/split-0/autotagging_moodtheme-train.tsv');
    const tested = at('splits/split-0/autotagging_moodtheme-test.tsv');
    await dataset(['matrix', tested, list, at('truth.npy')]);
    expect(sha256Of(at('truth.npy'))).toBe(split.groundtruthMatrix.sha256);
    for (const algorithm of ['popular', 'random'] as const) {
      await dataset(['baseline', algorithm, train, tested, list, at('out.npy')]);
      expect(sha256Of(at('out.npy'))).toBe(split[`naive_${algorithm}`].sha256);
    }
  });
});

/** One by its category and one by a list of tags; in a longer series all. */
const SUBSETS = [
  ['autotagging_moodtheme', '--category', 'mood/theme'],
  ['autotagging_top50tags', '--tags', join(GOLDEN, 'tags/top50.txt')],
  ...inLongerSeries([
    ['autotagging_genre', '--category', 'genre'],
    ['autotagging_instrument', '--category', 'instrument'],
  ] as const),
] as const;

interface PublishedSplit {
  readonly outputs: readonly { readonly file: string; readonly sha256: string }[];
  readonly statistics: Readonly<Record<Part, { stdout: string; files: Record<string, string> }>>;
  readonly groundtruthMatrix: { readonly tags: string; readonly sha256: string };
  readonly naive_popular: { readonly sha256: string };
  readonly naive_random: { readonly sha256: string };
}

function publishedSplit(): PublishedSplit {
  const [split] = JSON.parse(readGolden('golden/dataset/real-splits.json')) as PublishedSplit[];
  return split!;
}

describe.skipIf(missing)('the published results of MediaEval', () => {
  const results = (name: string) => join(GOLDEN, 'results/mediaeval', name);
  const truth = results('groundtruth.npy');
  const list = join(GOLDEN, 'tags/moodtheme_split.txt');

  test.each(['vggish', 'popular', 'random'])(
    '%s: score prints the published measures',
    async (name) => {
      // The predictions of the popular baseline are its decisions.
      const kind = name === 'popular' ? 'decisions' : 'predictions';
      const predictions = results(`baseline_${name}_${kind}.npy`);
      const decisions = results(`baseline_${name}_decisions.npy`);
      const printed = await dataset(['score', truth, predictions, '--decisions', decisions]);
      expect(printed).toBe(readFileSync(results(`baseline_${name}_results.tsv`), 'utf8'));
    },
  );

  test.each(['vggish', 'random'])(
    '%s: decide finds the published thresholds and decisions',
    async (name) => {
      const out = newFolder();
      const [thresholds, decisions] = [join(out, 'thresholds.txt'), join(out, 'decisions.npy')];
      const predictions = results(`baseline_${name}_predictions.npy`);
      await dataset(['decide', truth, predictions, thresholds, list, '--decisions', decisions]);
      expect(sha256Of(decisions)).toBe(sha256Of(results(`baseline_${name}_decisions.npy`)));
      const published = results(`baseline_${name}_thresholds.txt`);
      expect(singleThresholds(thresholds)).toEqual(singleThresholds(published));
    },
  );

  /** The published file has single-precision numbers with the digits of a double. */
  function singleThresholds(path: string) {
    const thresholds = parseThresholds(readFileSync(path, 'utf8'), path);
    return Array.from(thresholds!, ([tag, value]) => [tag, Math.fround(value)]);
  }
});

/** A folder with published tables, decompressed. */
function unpacked(names: readonly string[]): (name: string) => string {
  const stage = newFolder();
  for (const name of names) {
    mkdirSync(dirname(join(stage, name)), { recursive: true });
    writeFileSync(join(stage, name), gunzipSync(readFileSync(join(GOLDEN, `${name}.gz`))));
  }
  return (name) => join(stage, name);
}
