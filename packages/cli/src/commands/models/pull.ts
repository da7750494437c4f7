import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import { formatBytes, formatCounted } from '@earmark/core/text';
import { findInstalled, installedModelsFolder, readCatalogue } from '@earmark/models';
import {
  checkFiles,
  choosePublished,
  type PublishedModel,
  type Pull,
  pullModels,
} from '@earmark/models/install';
import type { Context } from '@earmark/runtime/command';
import { earmarkHome, type Environment, makeHomeFolder } from '@earmark/runtime/config';
import { type Display, withDisplay } from '@earmark/runtime/display';
import { installationJson, showInstallation } from '../../models/installation.ts';
import * as option from '@earmark/runtime/command';

export function pullCommand(context: Context): Command {
  return new Command('pull')
    .description('download published checkpoints and install them; run it again to resume')
    .argument('[models...]', 'names, data sets or "all" (default: jamendo)')
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark models pull jamendo/fcn mtat')
    .action(async (requested: readonly string[], { json }: { json?: true }) => {
      const pulls = await withDisplay(context, { json }, (display) =>
        pull(requested, display, context),
      );
      if (json) {
        context.out.write(`${JSON.stringify({ models: pulls.map(installationJson) })}\n`);
      }
      const refused = pulls.find((done) => 'refused' in done);
      if (!refused) return;
      const message = 'Not every model could be installed, see above.';
      throw new EarmarkError(refused.refused.code, message);
    });
}

const STALL_MS = 30_000;
const RETRY_DELAYS_MS = [1_000, 2_000, 4_000];

/** @throws as `pullModels` */
async function pull(
  requested: readonly string[],
  display: Display,
  { env, signal }: Context,
): Promise<readonly Pull[]> {
  const models = choosePublished(await readCatalogue(), requested);
  const begin = performance.now();
  const pulls: Pull[] = [];
  let nBytes = 0;
  const showProgress = () => {
    const elapsedSeconds = (performance.now() - begin) / 1_000;
    const progress = { nModels: models.length, nDone: pulls.length, nBytes, elapsedSeconds };
    display.progress(pullLine(progress), { share: pulls.length / models.length });
  };
  showProgress();
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
      showInstallation(display, done);
      showProgress();
    },
  };
  await pullModels(models, options, signal);
  return pulls;
}

/** Whether the published weights are installed and intact. A model that another version installed is not. */
async function isInstalled(env: Environment, { entry }: PublishedModel): Promise<boolean> {
  try {
    const installed = await findInstalled(env, entry.name);
    if (!installed?.spec.published) return false;
    await checkFiles(installed);
    return true;
  } catch (error) {
    if (error instanceof EarmarkError && error.code === 'MODEL_MISMATCH') return false;
    throw error;
  }
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
  return `${String(nDone)}/${formatCounted(nModels, 'model')}  ${formatBytes(nBytes)}  ${formatBytes(rate)}/s`;
}
