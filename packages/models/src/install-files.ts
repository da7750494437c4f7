import { randomUUID } from 'node:crypto';
import { rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type InstalledModel, type ModelSpec, toReferenceOutput } from '@earmark/core/model';
import { writeFileAtomic } from '@earmark/runtime/files';
import { scoreReferenceChunk } from './score-reference-chunk.ts';

export interface ModelFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A model that is to be installed. */
export interface NewModel {
  readonly spec: Omit<ModelSpec, 'referenceOutput'>;
  readonly parent: InstalledModel | null;
  readonly files: readonly ModelFile[];
  /**
   * Runs the network in place of this process: called with the model in a folder of its own, before it replaces an earlier
   * one. What it throws refuses it.
   */
  readonly verify?: (
    model: InstalledModel,
  ) => Promise<Pick<ModelSpec, 'nDimensions' | 'referenceOutput'>>;
}

/**
 * Runs the network once and installs the model in `folder`, in place of an earlier one. `installed.json` comes last, and
 * nothing stays of a model that is refused.
 *
 * @throws CHECKPOINT_INVALID for a network that gives no probabilities; INFERENCE_FAILED, DISK_FULL, USAGE_INVALID when
 *   the folder cannot be written to; what `verify` throws
 */
export async function installFiles(
  { spec, parent, files, verify }: NewModel,
  folder: string,
): Promise<ModelSpec> {
  const staging = join(folder, `.${randomUUID()}`);
  try {
    for (const { name, bytes } of files) await writeFileAtomic(join(staging, name), [bytes]);
    const unverified = { spec: { ...spec, referenceOutput: [] }, folder: staging, parent };
    const found = await (verify?.(unverified) ?? findReferenceOutput(unverified));
    for (const { name } of files) await rename(join(staging, name), join(folder, name));
    const installed: ModelSpec = { ...spec, ...found };
    await writeFileAtomic(join(folder, 'installed.json'), [
      `${JSON.stringify(installed, null, 2)}\n`,
    ]);
    return installed;
  } finally {
    await rm(staging, { recursive: true, force: true });
    await removeEmpty(folder);
    await removeEmpty(dirname(folder));
  }
}

async function findReferenceOutput(model: InstalledModel) {
  return { referenceOutput: toReferenceOutput(await scoreReferenceChunk(model)) };
}

/** A folder that holds anything stays. */
async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}
