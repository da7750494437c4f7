import { z } from 'zod';
import { Architecture, ModelId, Sha256 } from '../model/model-spec.ts';

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
  id: ModelId,
  architecture: Architecture,
  vocabulary: z.string().min(1),
  weightsSha256: Sha256,
  published: z.boolean(),
  demonstration: z.boolean(),
  profile: z.string().min(1),
  /** Tracks it has scores for, tagged now or reused. */
  nTracks: count,
});

const Tagger = z.object({
  decoder: z.string().min(1),
  resampler: z.string().min(1),
  device: z.string().min(1),
  runtime: z.string().min(1),
  earmarkVersion: z.string().min(1),
  /** Predictions of this run that were made with it. */
  nTasks: count,
});

const Failure = z.object({
  file: z.string(),
  /** Null when it concerns the track whatever the model. */
  model: ModelId.nullable(),
  /** A word of the failure table; a string, so that a report outlives a renamed code. */
  code: z.string().min(1),
  message: z.string(),
});

const Pair = z.object({
  a: ModelId,
  b: ModelId,
  nTracks: count,
  mean: share.nullable(),
  meanEmptyAsZero: share.nullable(),
  nBothEmpty: count,
  exactMatchShare: share.nullable(),
});

const Agreement = z.object({
  vocabulary: z.string().min(1),
  /** In the order of the run; pairs follow it. */
  models: z.array(ModelId).min(2),
  pairs: z.array(Pair),
  /** Mean of the means of the pairs that have one. */
  overallMean: share.nullable(),
});

const TagFrequencies = z.object({
  model: ModelId,
  vocabulary: z.string().min(1),
  nTracks: count,
  /** In vocabulary order. */
  tags: z.array(
    z.object({
      tag: z.string().min(1),
      category: z.string().min(1),
      en: z.string().min(1),
      zh: z.string().min(1),
      count,
      share: share.nullable(),
      meanScore: share.nullable(),
    }),
  ),
});

/** The content of report.json: everything the report page shows, and nothing it has to compute. */
export const RunReport = z
  .object({
    /** Raised when a field changes meaning. */
    version: z.literal(1),
    run: RunFacts,
    options: z.object({ topK: z.number().int().positive(), threshold: z.number() }),
    models: z.array(ReportedModel),
    taggers: z.array(Tagger),
    failures: z.object({
      byCode: z.array(z.object({ code: z.string().min(1), count })),
      /** The first of them, by file and model. */
      listed: z.array(Failure),
    }),
    /** One entry per vocabulary that two or more models share. */
    agreement: z.array(Agreement),
    /** Pairs of models that cannot be compared because they score different vocabularies. */
    nPairsLeftOut: count,
    tagFrequencies: z.array(TagFrequencies),
  })
  .readonly();

export type RunReport = z.infer<typeof RunReport>;
export type ReportedModel = z.infer<typeof ReportedModel>;
export type Tagger = z.infer<typeof Tagger>;
export type Failure = z.infer<typeof Failure>;
export type Agreement = z.infer<typeof Agreement>;
export type TagFrequencies = z.infer<typeof TagFrequencies>;
