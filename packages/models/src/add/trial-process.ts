import { toFailureRecord } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import type { TrialReply } from './try-model.ts';

// The entry of a process that runs a network of unknown origin for the first time, and ends with it.
process.once('message', (model: InstalledModel) => {
  void tryOut(model)
    .catch((cause: unknown): TrialReply => ({ failure: toFailureRecord(cause) }))
    .then((reply) => {
      process.send?.(reply, () => process.exit());
    });
});

async function tryOut(model: InstalledModel): Promise<TrialReply> {
  // Loaded here, so that a platform without the runtime is a reason like any other.
  const { runTrial } = await import('./run-trial.ts');
  return { trial: await runTrial(model) };
}
