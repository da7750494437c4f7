import * as z from 'zod';
import { N_BINS } from '../agreement/histogram.ts';
import { ModelName, Sha256 } from '../model/names.ts';
import { Tag } from '../model/vocabulary.ts';

/** Raised when a field changes meaning; a stored report with a lower one is built again. */
export const REPORT_VERSION = 4;

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

const RunFacts = z.object({
  id: z.number().int().positive(),
  /** Folder, bucket or list file, as given. */
  source: z.string().min(1),
  state: z.enum(['planning', 'running', 'complete', 'cancelled']),
  createdAt: z.iso.datetime(),
  completedAt: z.iso.datetime().nullable(),
  /** From the command to the last settled task, pauses included; null before that. */
  durationSeconds: z.number().nonnegative().nullable(),
  nTracks: count,
  tasks: z.object({ planned: count, tagged: count, reused: count, failed: count }),
  /** Length of the audio of all tracks that were decoded. */
  audioSeconds: z.number().nonnegative(),
  tracksPerHour: z.number().nonnegative().nullable(),
});

const ReportedModel = z.object({
  name: ModelName,
  architecture: z.string(),
  vocabulary: z.string().min(1),
  weightsSha256: Sha256,
  published: z.boolean(),
  demonstration: z.boolean(),
  conversionVersion: z.string().min(1),
  /** Tracks it has scores for, tagged now or reused. */
  nTracks: count,
});

const Software = z.object({
  decoder: z.string().min(1),
  resampler: z.string().min(1),
  device: z.string().min(1),
  runtime: z.string().min(1),
  earmarkVersion: z.string().min(1),
  /** Predictions of this run that were made with it. */
  nTasks: count,
  /** When the first and the last of them were made; reused ones before the run. */
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
});

const Failure = z.object({
  file: z.string(),
  /** Null when the failure concerns the track, for all models. */
  model: ModelName.nullable(),
  /** A code of the failure table; a string, so that a report outlives a renamed code. */
  code: z.string().min(1),
  message: z.string(),
});

const SilentTrack = z.object({
  file: z.string(),
  /** Relative to full scale. */
  peakDbfs: z.number(),
  loudnessDbfs: z.number(),
});

/** The mean of the models of a vocabulary, reported like a model. */
export const ENSEMBLE = 'ensemble';

const Rater = z.union([ModelName, z.literal(ENSEMBLE)]);

/** Tag frequencies and scores of one model, or of the ensemble, over the corpus. */
const RaterReport = z.object({
  rater: Rater,
  nTracks: count,
  /** In vocabulary order: tracks with the tag in the top-k, as a share too, and the mean score over all tracks. */
  tags: z.array(z.object({ count, share: share.nullable(), meanScore: share.nullable() })),
  /** Scores in bins of 0.05 from 0 to 1: all of them, and those inside the top-k. */
  histogram: z.object({
    all: z.array(count).length(N_BINS),
    topK: z.array(count).length(N_BINS),
  }),
});

const Pair = z.object({
  a: Rater,
  b: Rater,
  nTracks: count,
  mean: share.nullable(),
  meanEmptyAsZero: share.nullable(),
  nBothEmpty: count,
  exactMatchShare: share.nullable(),
  /** Mean Jaccard index of the set of one for a track and the set of the other for another track. */
  chance: share.nullable(),
});

const TagAgreement = z.object({
  selected: count,
  selectionRate: share.nullable(),
  agreementShare: share.nullable(),
  unanimousShare: share.nullable(),
  nTracksSelectedByAny: count,
  positivePairAgreement: share.nullable(),
  fleissKappa: z.number().max(1).nullable(),
});

const ReviewTrack = z.object({
  file: z.string(),
  uri: z.string(),
  meanJaccard: share,
  /** In the order of the raters: the top-k of each, best first; null where it has no scores. */
  topTags: z.array(z.array(z.object({ tag: z.string(), score: share })).nullable()),
});

const ReviewItem = z.object({
  file: z.string(),
  uri: z.string(),
  tag: z.string(),
  selectedBy: z.array(ModelName),
  /** From 0, all models decide alike, to 1, as many select the tag as do not. */
  disagreement: share,
  /** Largest minus smallest score of the models. */
  scoreRange: share,
  /** In the order of the raters. */
  scores: z.array(share),
});

const Agreement = z.object({
  /** Pairs of models, in their order. */
  pairs: z.array(Pair),
  /** Each model with the ensemble, which it is part of. */
  withEnsemble: z.array(Pair),
  /** Mean of the means of the pairs of models that have one. */
  overallMean: share.nullable(),
  /** Expected Jaccard index of two random sets of top-k size. */
  uniformChance: share,
  /** Tracks that every model scored; the figures below are computed on these. */
  nCompleteTracks: count,
  /** In vocabulary order. */
  tags: z.array(TagAgreement),
  pooledFleissKappa: z.number().max(1).nullable(),
  /** Mean over the tags that have one. */
  meanFleissKappa: z.number().max(1).nullable(),
  nUndefinedKappas: count,
  leastAgreed: z.object({
    tracks: z.array(ReviewTrack),
    items: z.array(ReviewItem),
    /** Tags by Fleiss' kappa. */
    tags: z.array(z.string()),
  }),
});

const VocabularyReport = z.object({
  vocabulary: z.string().min(1),
  tags: z.array(Tag),
  /** Those that scored a track, in the order of the run; then the ensemble, when there are two or more. */
  raters: z.array(RaterReport).min(1),
  /** Null with fewer than two models. */
  agreement: Agreement.nullable(),
});

/** The content of report.json: everything the report page shows, and nothing it has to compute. */
export const RunReport = z
  .object({
    version: z.literal(REPORT_VERSION),
    run: RunFacts,
    options: z.object({ topK: z.number().int().positive(), threshold: z.number() }),
    models: z.array(ReportedModel),
    software: z.array(Software),
    failures: z.object({
      byCode: z.array(z.object({ code: z.string().min(1), count })),
      /** The first of them, by file and model. */
      listed: z.array(Failure),
    }),
    /** Tracks whose loudness is below -60 dBFS; they count in all figures. */
    silentTracks: z.object({
      count,
      /** The first of them, by file. */
      listed: z.array(SilentTrack),
    }),
    /** One entry per vocabulary of which a model scored a track. */
    vocabularies: z.array(VocabularyReport),
    /** Pairs of models that cannot be compared because they score different vocabularies. */
    nIncomparablePairs: count,
  })
  .readonly();

export type RunReport = z.infer<typeof RunReport>;
export type ReportedModel = z.infer<typeof ReportedModel>;
export type Software = z.infer<typeof Software>;
export type Failure = z.infer<typeof Failure>;
export type Rater = z.infer<typeof Rater>;
export type RaterReport = z.infer<typeof RaterReport>;
export type Pair = z.infer<typeof Pair>;
export type Agreement = z.infer<typeof Agreement>;
export type ReviewTrack = z.infer<typeof ReviewTrack>;
export type ReviewItem = z.infer<typeof ReviewItem>;
export type VocabularyReport = z.infer<typeof VocabularyReport>;
