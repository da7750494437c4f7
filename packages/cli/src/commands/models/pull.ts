import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import type { ModelSpec } from '@earmark/core/model';
import { formatCounted } from '@earmark/core/text';
import { findInstalled, installedModelsFolder, readManifests } from '@earmark/models';
import {
  checkFiles,
  choosePublished,
  type PublishedModel,
  type Pull,
  pullModels,
} from '@earmark/models/install';
import type { Context } from '@earmark/runtime/command';
import { earmarkHome, type Environment, makeHomeFolder } from '@earmark/runtime/config';
import { createDisplay } from '../../run/display.ts';

export function pullCommand(context: Context): Command {
  return new Command('pull')
    .description('download published checkpoints and install them; run it again to resume')
    .argument('[models...]', 'names, data sets or "all" (default: jamendo)')
    .addHelpText('after', '\nExample:\n  earmark models pull jamendo/fcn mtat')
    .action((requested: readonly string[]) => pull(requested, context));
}

const STALL_MS = 30_000;
const RETRY_DELAYS_MS = [1_000, 2_000, 4_000];

async function pull(
  requested: readonly string[],
  { env, out, err, signal }: Context,
): Promise<void> {
  const models = choosePublished(await readManifests(), requested);
  const display = createDisplay({ out, err }, Date.now);
  const begin = performance.now();
  const pulls: Pull[] = [];
  let nBytes = 0;
  const showProgress = () => {
    const elapsedSeconds = (performance.now() - begin) / 1_000;
    const nDone = pulls.length;
    display.progress(pullLine({ nModels: models.length, nDone, nBytes, elapsedSeconds }));
  };
  const options = {
    mirror: env.EARMARK_MODELS_URL,
    downloadsFolder: await makeHomeFolder(earmarkHome(env), 'downloads'),
    modelsFolder: installedModelsFolder(env),
    stallMs: STALL_MS,
    retryDelaysMs: RETRY_DELAYS_MS,
    isInstalled: (model: PublishedModel) => isInstalled(env, model),
    onBytes(n: number) {
      nBytes += n;
      showProgress();
    },
    onPull(done: Pull) {
      pulls.push(done);
      display['refused' in done ? 'warn' : 'line'](describe(done));
      showProgress();
    },
  };
  try {
    await pullModels(models, options, signal);
  } finally {
    display.endProgress();
  }
  const refused = pulls.find((done) => 'refused' in done);
  if (refused) {
    throw new EarmarkError(refused.refused.code, 'Not every model could be installed, see above.');
  }
}

/** Whether the published weights are installed and intact. A model that another version installed is not. */
async function isInstalled(env: Environment, { manifest }: PublishedModel): Promise<boolean> {
  try {
    const installed = await findInstalled(env, manifest.name);
    if (!installed?.spec.published) return false;
    await checkFiles(installed);
    return true;
  } catch (error) {
    if (error instanceof EarmarkError && error.code === 'MODEL_MISMATCH') return false;
    throw error;
  }
}

function describe(done: Pull): string {
  if ('skipped' in done) return `${done.name}  skipped: ${done.skipped}`;
  if ('refused' in done) return `${done.name}  refused: ${done.refused.message}`;
  return `${done.name}  ${installedText(done.installed)}`;
}

/** `installed (0123456789ab, the published weights)`. */
export function installedText({ weightsSha256, published }: ModelSpec): string {
  const origin = published ? 'the published weights' : 'not the published weights';
  return `installed (${weightsSha256.slice(0, 12)}, ${origin})`;
}

export interface PullProgress {
  readonly nModels: number;
  readonly nDone: number;
  /** Bytes that this command has downloaded, and in how many seconds. */
  readonly nBytes: number;
  readonly elapsedSeconds: number;
}

/** The progress of a download in one line: models, size, rate. */
export function pullLine({ nModels, nDone, nBytes, elapsedSeconds }: PullProgress): string {
  const rate = elapsedSeconds > 0 ? nBytes / elapsedSeconds : 0;
  return `${String(nDone)}/${formatCounted(nModels, 'model')}  ${megabytes(nBytes)}  ${megabytes(rate)}/s`;
}

function megabytes(nBytes: number): string {
  return `${(nBytes / 1e6).toFixed(1)} MB`;
}
