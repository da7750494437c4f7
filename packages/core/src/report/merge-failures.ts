import type { Failure } from './run-report.ts';

/** Failures of one file for the same reason, with the models they concern. */
export interface FileFailure {
  readonly file: string;
  readonly code: string;
  readonly message: string;
  /** Empty when the failure concerns the file, for all models. */
  readonly models: readonly string[];
}

/** Failures by file and reason, in the order of the first of each. */
export function mergeFailures(failures: readonly Failure[]): FileFailure[] {
  const byReason = new Map<string, FileFailure>();
  for (const { file, code, message, model } of failures) {
    const reason = JSON.stringify([file, code, message]);
    const models = byReason.get(reason)?.models ?? [];
    const merged = model === null ? models : [...models, model];
    byReason.set(reason, { file, code, message, models: merged });
  }
  return [...byReason.values()];
}
