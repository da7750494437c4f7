import { centredFrames, durationSeconds, type TrackInput } from '@earmark/core/audio';
import type { FailureRecord } from '@earmark/core/failure';
import { type AudioModel, audioModelOf, type InstalledModel } from '@earmark/core/model';
import type { ModelRowId } from '@earmark/core/run';
import { type FrontEnd, frontEndKey } from './front-end.ts';
import { createNetworkTree } from './network-tree.ts';
import type { OnnxSession } from './onnx-session.ts';

/** A model of a job, and where its files lie. */
export interface RequestedModel extends InstalledModel {
  readonly modelRowId: ModelRowId;
}

/** The message to an inference thread: all scores of one track are requested. */
export interface ScoreRequest {
  /** A waveform at the rate that all of the models read, or a spectrogram that they all read. */
  readonly input: TrackInput;
  readonly models: readonly RequestedModel[];
}

export type ScoreResult =
  | {
      readonly modelRowId: ModelRowId;
      /** Probabilities, [nTags]. */
      readonly scores: Float32Array;
      /** [nDimensions], the mean over the chunks; null for a model that yields none. */
      readonly embedding: Float32Array | null;
      readonly nChunks: number;
      readonly inferSeconds: number;
    }
  | { readonly modelRowId: ModelRowId; readonly failure: FailureRecord };

/** Its reply. */
export interface ScoreReply {
  readonly results: readonly ScoreResult[];
  /** Also of networks whose embedding the models read. */
  readonly frontEndSeconds: number;
  /** Of the track. */
  readonly durationSeconds: number;
}

export interface ScoreTrackDeps {
  frontEndOf(model: AudioModel): Promise<FrontEnd>;
  sessionOf(model: InstalledModel): Promise<Pick<OnnxSession, 'run'>>;
  /** Chunks that a network reads at a time; those of a network with a fixed batch are more if that is. */
  readonly chunksPerRun: number;
  /** Seconds on a clock that only goes forward. */
  now(): number;
}

/**
 * The scores of every requested model, aggregated over the chunks of the track. Models that read the same features share
 * them, and models that read the embedding of one network share that. A model that fails does not keep the others from their scores.
 */
export async function scoreTrack(
  { input, models }: ScoreRequest,
  deps: ScoreTrackDeps,
): Promise<ScoreReply> {
  assertReadBy(input, models);
  const results: ScoreResult[] = [];
  let frontEndSeconds = 0;
  for (const family of familiesOf(models)) {
    const reply = await scoreFamily(input, family, deps);
    results.push(...reply.results);
    frontEndSeconds += reply.frontEndSeconds;
  }
  return { results, frontEndSeconds, durationSeconds: durationSeconds(input) };
}

/** Chunks of another rate would give scores that nobody could tell from right ones. */
function assertReadBy(input: TrackInput, models: readonly RequestedModel[]): void {
  if (input.kind !== 'waveform') return;
  const rateOf = (model: InstalledModel) => audioModelOf(model).spec.input.sampleRate;
  const other = models.find((model) => rateOf(model) !== input.sampleRate);
  if (!other) return;
  throw new Error(
    `${other.spec.name} reads ${String(rateOf(other))} Hz, not ${String(input.sampleRate)} Hz`,
  );
}

type Family = readonly [RequestedModel, ...RequestedModel[]];

/** The models in groups that read the same features, themselves or by the network whose embedding they read. */
function familiesOf(models: readonly RequestedModel[]): readonly Family[] {
  const families = new Map<string, [RequestedModel, ...RequestedModel[]]>();
  for (const model of models) {
    const key = frontEndKey(audioModelOf(model));
    const family = families.get(key);
    if (family) family.push(model);
    else families.set(key, [model]);
  }
  return [...families.values()];
}

async function scoreFamily(
  input: TrackInput,
  family: Family,
  deps: ScoreTrackDeps,
): Promise<Omit<ScoreReply, 'durationSeconds'>> {
  const audioModel = audioModelOf(family[0]);
  const frontEnd = await deps.frontEndOf(audioModel);
  const tree = createNetworkTree(family, deps);
  let frontEndSeconds = 0;
  for (const computeFeatures of featureBatches(input, audioModel, frontEnd, deps)) {
    const begin = deps.now();
    const features = computeFeatures();
    frontEndSeconds += deps.now() - begin;
    for (const node of tree.roots) await node.read(features, frontEnd.shape);
  }
  return {
    results: tree.results(),
    frontEndSeconds: frontEndSeconds + tree.unrequestedSeconds(),
  };
}

/** What computes the features of some chunks, for all chunks of a track. */
function featureBatches(
  input: TrackInput,
  { spec: { network } }: AudioModel,
  frontEnd: FrontEnd,
  { chunksPerRun }: Pick<ScoreTrackDeps, 'chunksPerRun'>,
): readonly (() => Float32Array)[] {
  if (input.kind === 'log-mel') {
    const [, nFrames = 0] = frontEnd.shape;
    return [() => centredFrames(input.logMel, nFrames)];
  }
  const perRun = network.batch === 'any' ? chunksPerRun : Math.max(chunksPerRun, network.batch);
  const chunks = frontEnd.chunksOf(input.waveform);
  return Array.from({ length: Math.ceil(chunks.count / perRun) }, (_, i) => () => {
    const first = i * perRun;
    return chunks.features({ first, count: Math.min(perRun, chunks.count - first) });
  });
}
