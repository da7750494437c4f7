import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { EarmarkError, type FailureCode, toEarmarkError } from '@earmark/core/failure';
import type { ModelSpec, ModelName } from '@earmark/core/model';
import type { PublishedModel } from './choose-models.ts';
import { type DownloadOptions, downloadVerified } from './download/download-verified.ts';
import { installModel } from './install-model.ts';

/** The result for one model. */
export type Pull =
  | { readonly name: ModelName; readonly installed: ModelSpec }
  | { readonly name: ModelName; readonly skipped: string }
  | { readonly name: ModelName; readonly refused: EarmarkError };

export interface PullOptions extends DownloadOptions {
  /** Replaces the repositories of the catalogue, when given. */
  readonly mirror: string | undefined;
  readonly downloadsFolder: string;
  readonly modelsFolder: string;
  isInstalled(model: PublishedModel): Promise<boolean>;
  onPull(pull: Pull): void;
}

const AT_A_TIME = 3;

/** Failures that every further model would have, too. */
const STOPS_ALL: ReadonlySet<FailureCode> = new Set([
  'SOURCE_UNAVAILABLE',
  'DISK_FULL',
  'USAGE_INVALID',
  'UNEXPECTED',
]);

/**
 * Downloads and installs models, a few at the same time. One that the server does not have, or that is not the published file,
 * is refused and does not keep the others from being installed; a server that cannot be reached ends all.
 *
 * @throws SOURCE_UNAVAILABLE, DISK_FULL, USAGE_INVALID; the reason of the signal
 */
export async function pullModels(
  models: readonly PublishedModel[],
  options: PullOptions,
  signal: AbortSignal,
): Promise<void> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const limit = pLimit(AT_A_TIME);
  const pulls = models.map((model) =>
    limit(async () => {
      stop.throwIfAborted();
      options.onPull(await pullOne(model, options, stop));
    }).catch((error: unknown) => {
      failure.abort(error);
    }),
  );
  await Promise.all(pulls);
  stop.throwIfAborted();
}

async function pullOne(
  model: PublishedModel,
  options: PullOptions,
  signal: AbortSignal,
): Promise<Pull> {
  const { name } = model.entry;
  if (await options.isInstalled(model)) return { name, skipped: 'it is installed already' };
  try {
    return { name, installed: await downloadAndInstall(model, options, signal) };
  } catch (cause) {
    signal.throwIfAborted();
    const error = toEarmarkError(cause);
    if (STOPS_ALL.has(error.code)) throw error;
    return { name, refused: error };
  }
}

async function downloadAndInstall(
  { entry, upstream: { repository, path, gitBlobSha1 } }: PublishedModel,
  options: PullOptions,
  signal: AbortSignal,
): Promise<ModelSpec> {
  const url = `${(options.mirror ?? repository).replace(/\/$/, '')}/${path}`;
  const partial = join(options.downloadsFolder, `${gitBlobSha1}.part`);
  const checkpoint = await downloadVerified({ url, gitBlobSha1, partial }, options, signal);
  const folder = join(options.modelsFolder, entry.name);
  const installed = await installModel(entry, checkpoint, folder);
  await rm(partial, { force: true });
  return installed;
}
