import type { PlanOptions } from '@earmark/producer/plan-run.js';
import { preview } from '@earmark/producer/preview.js';
import { chooseModels } from '@earmark/runtime/models/choose-models.js';
import { readModels } from '@earmark/runtime/models/model-registry.js';
import { openSource } from '@earmark/runtime/source/open-source.js';
import type { Context } from '../context.ts';
import { HOST } from '../identity.ts';
import { withLedger } from '../with-ledger.ts';
import { previewText } from './preview-text.ts';

export interface DryRunOptions extends Pick<PlanOptions, 'topK' | 'threshold'> {
  readonly audio?: string;
  readonly models?: readonly string[];
  readonly limit?: number;
  readonly force?: true;
  readonly splitJobs?: true;
  readonly json?: true;
}

/** Says what planning a source would come to, and plans nothing. */
export async function dryRun(
  sourceName: string,
  options: DryRunOptions,
  context: Context,
): Promise<void> {
  const { env, signal, out } = context;
  const { topK, threshold, force = false, splitJobs = false, limit = null } = options;
  const source = await openSource(sourceName, { env, audio: options.audio });
  const models = chooseModels(await readModels(env), options.models);
  await withLedger(context, async ({ pool }) => {
    const plan = { topK, threshold, force, splitJobs, limit };
    const previewed = await preview(pool, source, models, plan, { host: HOST, signal });
    out.write(
      options.json
        ? `${JSON.stringify({ source: source.name, ...previewed, ignored: source.ignored })}\n`
        : previewText(source, previewed),
    );
  });
}
