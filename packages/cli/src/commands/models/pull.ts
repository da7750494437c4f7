import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { earmarkHome, makeHomeFolder } from '@earmark/runtime/config/home.js';
import type { Environment } from '@earmark/runtime/config/environment.js';
import { installedModelsFolder } from '@earmark/runtime/models/model-folders.js';
import { findInstalled, readManifests } from '@earmark/runtime/models/model-registry.js';
import type { Context } from '../../context.ts';
import { checkFiles } from '../../models/check-files.ts';
import { choosePublished, type PublishedModel } from '../../models/choose-published.ts';
import { installedText } from '../../models/installed-text.ts';
import { pullLine } from '../../models/pull-line.ts';
import { pullModels, type Pull } from '../../models/pull-models.ts';
import { createDisplay } from '../../run/display.ts';

export function pullCommand(context: Context): Command {
  return new Command('pull')
    .description('download published checkpoints and install them; run it again to resume')
    .argument('[models...]', 'ids, data sets or "all" (default: jamendo)')
    .addHelpText('after', '\nExample:\n  earmark models pull jamendo/fcn mtat')
    .action((wishes: readonly string[]) => pull(wishes, context));
}

const STALL_MS = 30_000;
const RETRY_DELAYS_MS = [1_000, 2_000, 4_000];

async function pull(wishes: readonly string[], { env, out, err, signal }: Context): Promise<void> {
  const models = choosePublished(await readManifests(), wishes);
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

/** Whether the published weights are installed and intact; what another version installed is not. */
async function isInstalled(env: Environment, { manifest }: PublishedModel): Promise<boolean> {
  try {
    const atHand = await findInstalled(env, manifest.id);
    if (!atHand?.model.published) return false;
    await checkFiles(atHand);
    return true;
  } catch (error) {
    if (error instanceof EarmarkError && error.code === 'MODEL_MISMATCH') return false;
    throw error;
  }
}

function describe(done: Pull): string {
  if ('skipped' in done) return `${done.id}  skipped: ${done.skipped}`;
  if ('refused' in done) return `${done.id}  refused: ${done.refused.message}`;
  return `${done.id}  ${installedText(done.installed)}`;
}
