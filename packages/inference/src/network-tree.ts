import { EarmarkError, type FailureRecord, toFailureRecord } from '@earmark/core/failure';
import { embeddingShape, type InstalledModel } from '@earmark/core/model';
import { AGGREGATIONS, meanScores, toProbabilities } from '@earmark/core/tagging';
import { joinRows } from './join-rows.ts';
import type { NetworkOutput } from './onnx-session.ts';
import type { RequestedModel, ScoreResult, ScoreTrackDeps } from './score-track.ts';

/** The networks that models with one front end need: each runs once for a batch of chunks. */
export interface NetworkTree {
  /** Those that read the features. */
  readonly roots: readonly NetworkNode[];
  readonly results: () => readonly ScoreResult[];
  /** Of networks that no requested model is, and whose embedding some of them read. */
  readonly unrequestedSeconds: () => number;
}

export interface NetworkNode {
  /** Runs the network for some chunks, and then those that read its embedding. @param features [nChunks, ...shape] */
  readonly read: (features: Float32Array, shape: readonly number[]) => Promise<void>;
}

type Deps = Pick<ScoreTrackDeps, 'sessionOf' | 'now'>;

/** A network, what it gave so far, and who reads its embedding. */
class Node implements NetworkNode {
  readonly model: InstalledModel;
  readonly #deps: Deps;
  readonly requested: RequestedModel[] = [];
  readonly readers: Node[] = [];
  readonly #scores: Float32Array[] = [];
  readonly #embeddings: Float32Array[] = [];
  #failure: FailureRecord | undefined;
  seconds = 0;

  constructor(model: InstalledModel, deps: Deps) {
    this.model = model;
    this.#deps = deps;
  }

  async read(features: Float32Array, shape: readonly number[]): Promise<void> {
    if (this.#failure) return;
    try {
      const session = await this.#deps.sessionOf(this.model);
      const begin = this.#deps.now();
      const output = await session.run(features, shape);
      this.seconds += this.#deps.now() - begin;
      this.#keep(output);
      await this.#passOn(output);
    } catch (cause) {
      this.#fail(toFailureRecord(cause, 'INFERENCE_FAILED'));
    }
  }

  #keep({ scores, embeddings }: NetworkOutput): void {
    if (this.requested.length === 0) return;
    for (const row of scores) this.#scores.push(toProbabilities(row, this.model.spec.scores));
    this.#embeddings.push(...embeddings);
  }

  async #passOn({ embeddings }: NetworkOutput): Promise<void> {
    const [first] = embeddings;
    if (this.readers.length === 0 || !first) return;
    const rows = joinRows(embeddings);
    for (const reader of this.readers) {
      const shape = embeddingShape(reader.model.spec.network.input.axes, first.length);
      await reader.read(rows, shape);
    }
  }

  /** What reads the embedding of a network that fails has failed as well. */
  #fail(failure: FailureRecord): void {
    this.#failure = failure;
    for (const reader of this.readers) reader.#fail(failure);
  }

  results(): readonly ScoreResult[] {
    return this.requested.map(({ modelRowId, spec }): ScoreResult => {
      if (this.#failure) return { modelRowId, failure: this.#failure };
      if (this.#scores.length === 0) return { modelRowId, failure: noOutput(spec.name) };
      return {
        modelRowId,
        scores: AGGREGATIONS[spec.scores.aggregation](this.#scores),
        embedding: this.#embeddings.length > 0 ? meanScores(this.#embeddings) : null,
        nChunks: this.#scores.length,
        inferSeconds: this.seconds,
      };
    });
  }
}

function noOutput(name: string): FailureRecord {
  return toFailureRecord(
    new EarmarkError('INFERENCE_FAILED', `The network of ${name} gave no scores for the track.`),
  );
}

/** @param models that read the same features, themselves or by the network whose embedding they read */
export function createNetworkTree(models: readonly RequestedModel[], deps: Deps): NetworkTree {
  const nodes = new Map<string, Node>();
  const roots: Node[] = [];
  const nodeOf = (model: InstalledModel): Node => {
    const { name } = model.spec;
    const known = nodes.get(name);
    if (known) return known;
    const node = new Node(model, deps);
    nodes.set(name, node);
    const siblings = model.parent ? nodeOf(model.parent).readers : roots;
    siblings.push(node);
    return node;
  };
  for (const model of models) nodeOf(model).requested.push(model);
  const all = [...nodes.values()];
  return {
    roots,
    results: () => all.flatMap((node) => node.results()),
    unrequestedSeconds: () =>
      all
        .filter(({ requested }) => requested.length === 0)
        .reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
