import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EarmarkError, type FailureRecord } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import { askChild, leastEnvironment, type Variables, withLimits } from '@earmark/runtime/process';
import type { Trial } from './run-trial.ts';

export type TrialReply = { readonly trial: Trial } | { readonly failure: FailureRecord };

const PROCESS = fileURLToPath(new URL('./trial-process.js', import.meta.url));

/** Every front end of a remedy is tried with its network. */
const CPU_SECONDS = 1_800;
/** Beside the weights, of which the runtime holds a copy in another layout, and the values of a chunk. */
const SPARE_BYTES = 6 * 2 ** 30;
const COPIES = 4;

export interface TrialOptions {
  /** Of the network and the one whose embedding it reads. */
  readonly weightBytes: number;
  readonly variables: Variables;
  readonly signal: AbortSignal;
}

/**
 * Runs a model for the first time, in a process of its own with limits of memory and time: a network of strangers can take
 * all of either, or crash the runtime.
 *
 * @throws MODEL_MISMATCH when the process ends, or the network cannot be run
 */
export async function tryModel(
  model: InstalledModel,
  { weightBytes, variables, signal }: TrialOptions,
): Promise<Trial> {
  const limits = { memoryBytes: SPARE_BYTES + COPIES * weightBytes, cpuSeconds: CPU_SECONDS };
  const { command, args } = withLimits({ command: process.execPath, args: [PROCESS] }, limits);
  const child = spawn(command, args, {
    env: leastEnvironment(variables),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  const answer = await askChild<TrialReply>(child, model, signal);
  signal.throwIfAborted();
  const { name } = model.spec;
  if ('end' in answer) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `The network of ${name} ended the process that tried it (${answer.end}): it needs more than ` +
        `${String(Math.round(limits.memoryBytes / 2 ** 30))} GiB of memory or ${String(CPU_SECONDS / 60)} minutes, or crashes the runtime. Nothing was installed.`,
    );
  }
  if ('trial' in answer.reply) return answer.reply.trial;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `The network of ${name} cannot be run: ${answer.reply.failure.message.trim()}`,
  );
}
