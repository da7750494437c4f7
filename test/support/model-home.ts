import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type InstalledModel, ModelName } from '@earmark/core/model';
import { ModelRowId } from '@earmark/core/run';
import { createInferencePool, type InferencePool } from '@earmark/inference';
import { findInstalled } from '@earmark/models';
import { addModel, type AddedModel } from '@earmark/models/install';
import { parseEnvironment } from '@earmark/runtime/config';
import { temporaryFolder } from './temporary-folder.ts';

/** A manifest, its network, and the files beside them. */
export interface Written {
  readonly manifest: object;
  /** Where it is undefined, there is no file. */
  readonly network: Uint8Array | undefined;
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** A home of Earmark's into which models are added. */
export interface ModelHome {
  readonly path: string;
  /** Writes them into a folder of their own, whose manifest it returns; the network is `network.onnx`. */
  write(written: Written): string;
  /** Adds what it writes. Throws as `addModel` does. */
  add(written: Written, options?: { name?: ModelName; signal?: AbortSignal }): Promise<AddedModel>;
  /** Adds a manifest that lies elsewhere, under another name. Throws as `addModel` does. */
  addFile(manifest: string, name: ModelName): Promise<AddedModel>;
  find(name: string): Promise<InstalledModel>;
  /** What an inference thread scores of a waveform at this rate, by the name of the model. */
  score(
    names: readonly string[],
    waveform: Float32Array,
    sampleRate: number,
  ): Promise<ReadonlyMap<string, ScoredByModel>>;
  /** The paths of all files and folders of installed models. */
  installedPaths(): readonly string[];
  /** The same, each file with a hash of its content. */
  installedContent(): readonly string[];
  /** Removes an installed model as a user would. */
  removeModel(name: string): void;
  remove(): Promise<void>;
}

export interface ScoredByModel {
  readonly scores: readonly number[];
  readonly embedding: readonly number[] | null;
}

const { signal: never } = new AbortController();

export function createModelHome(): ModelHome {
  const folder = temporaryFolder();
  const path = join(folder.path, 'home');
  const env = parseEnvironment({ EARMARK_HOME: path });
  const models = join(path, 'models');
  let nWritten = 0;
  const installedPaths = () =>
    existsSync(models) ? readdirSync(models, { recursive: true, encoding: 'utf8' }).sort() : [];

  const write = ({ manifest, network, files = {} }: Written): string => {
    const beside = join(folder.path, `written-${String(nWritten++)}`);
    mkdirSync(beside);
    if (network) writeFileSync(join(beside, 'network.onnx'), network);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(beside, name), bytes);
    const file = join(beside, 'manifest.json');
    writeFileSync(file, JSON.stringify(manifest));
    return file;
  };
  const find = async (name: string): Promise<InstalledModel> => {
    const model = await findInstalled(env, ModelName.parse(name));
    if (!model) throw new Error(`${name} is not installed`);
    return model;
  };
  let pool: InferencePool | undefined;
  const scored = new Set<string>();
  const closePool = async () => {
    const open = pool;
    pool = undefined;
    scored.clear();
    await open?.close();
  };
  const addFile = async (manifest: string, name?: ModelName, signal = never) => {
    const added = await addModel(manifest, { name, env, variables: process.env, signal });
    // A thread keeps the session of a model for as long as it lives.
    if (scored.has(added.installed.name)) await closePool();
    return added;
  };
  return {
    path,
    addFile,
    write,
    add: (written, { name, signal } = {}) => addFile(write(written), name, signal),
    find,
    async score(names, waveform, sampleRate) {
      const requested = await Promise.all(
        names.map(async (name, i) => ({
          ...(await find(name)),
          modelRowId: ModelRowId.parse(i + 1),
        })),
      );
      const shared = new Float32Array(new SharedArrayBuffer(waveform.byteLength));
      shared.set(waveform);
      pool ??= createInferencePool('cpu', 1);
      for (const model of requested) {
        for (let one: InstalledModel | null = model; one; one = one.parent)
          scored.add(one.spec.name);
      }
      const input = { kind: 'waveform', waveform: shared, sampleRate } as const;
      const { results } = await pool.score({ input, models: requested }, never);
      return new Map(
        results.map((result) => {
          if ('failure' in result) throw new Error(result.failure.message);
          const { modelRowId, scores, embedding } = result;
          return [
            names[modelRowId - 1]!,
            { scores: [...scores], embedding: embedding && [...embedding] },
          ];
        }),
      );
    },
    installedPaths,
    installedContent: () =>
      installedPaths().map((file) => {
        const whole = join(models, file);
        return statSync(whole).isDirectory() ? file : `${file} ${hashOf(readFileSync(whole))}`;
      }),
    removeModel(name) {
      rmSync(join(models, name), { recursive: true });
    },
    async remove() {
      await closePool();
      folder.remove();
    },
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
