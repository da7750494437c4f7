import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ScoreMatrix, topSets, type TopSets } from '@earmark/core/agreement';

const folder = join(process.env['EARMARK_GOLDEN'] ?? '', 'mtg-jamendo/golden/agreement');
export const isMissing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(folder);

/** Scores of some models and what the reference computed of them. */
export interface AgreementGolden {
  readonly parameters: { readonly k: number; readonly threshold: number };
  readonly models: readonly string[];
  readonly tags: readonly string[];
  readonly tracks: readonly string[];
  readonly scores: Record<string, (number[] | null)[]>;
  readonly expected: {
    readonly topK: Record<string, (number[] | null)[]>;
    readonly pairs: readonly {
      readonly a: string;
      readonly b: string;
      readonly tracks: number;
      readonly bothEmpty: number;
      readonly meanJaccard: number;
      readonly meanJaccardEmptyAsZero: number;
      readonly exactMatchFraction: number;
      readonly perTrack: (number | null)[];
    }[];
    readonly trackMeanJaccard: (number | null)[];
    readonly tagFrequency: Record<string, number[]>;
    readonly tracksScored: Record<string, number>;
    readonly meanConfidence: Record<string, number[]>;
    readonly histogramAllScores: Record<string, number[]>;
    readonly histogramTopKScores: Record<string, number[]>;
    readonly completeTracks: number;
    readonly perTagAgreement: readonly {
      readonly selected: number;
      readonly selectionRate: number;
      readonly percentAgreement: number;
      readonly unanimousPercent: number;
      readonly tracksSelectedByAny: number;
      readonly positivePairAgreement: number | null;
      readonly fleissKappa: number | null;
    }[];
    readonly meanFleissKappa: number;
    readonly undefinedKappaTags: number;
    readonly pooledFleissKappa: number;
    readonly leastAgreedItems: readonly {
      readonly track: string;
      readonly tag: string;
      readonly selectedBy: string[];
      readonly split: number;
      readonly spread: number;
    }[];
    readonly leastAgreedTracks: readonly { readonly track: string; readonly meanJaccard: number }[];
    readonly leastAgreedTags: readonly { readonly tag: string; readonly fleissKappa: number }[];
    readonly leastAgreedPairs: readonly [string, string][];
  };
}

export function readAgreementGolden(name: string): AgreementGolden {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as AgreementGolden;
}

export function setsOf(golden: AgreementGolden, model: string): TopSets {
  return topSets(matrixOf(golden, model), golden.parameters);
}

/** In double precision, as the reference computed. */
export function matrixOf({ tracks, tags, scores }: AgreementGolden, model: string): ScoreMatrix {
  const rows = scores[model]!;
  const unscored = tags.map(() => 0);
  return {
    nTracks: tracks.length,
    nTags: tags.length,
    values: Float64Array.from(rows.flatMap((row) => row ?? unscored)),
    scored: Uint8Array.from(rows, (row) => (row === null ? 0 : 1)),
  };
}
