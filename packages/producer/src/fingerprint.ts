import { createHash } from 'node:crypto';
import type { ModelKey } from '@earmark/core/ids.js';
import type { Source } from '@earmark/runtime/source/source.js';
import type { PlanOptions } from './plan-run.ts';

/** A hash of what decides the tasks of a run, and of nothing else: another --top-k goes on with the same run. */
export function fingerprint(
  source: Source,
  models: readonly ModelKey[],
  { force, limit }: PlanOptions,
): string {
  const decisive = JSON.stringify([source.name, [...models].sort((a, b) => a - b), force, limit]);
  return createHash('sha256').update(decisive).digest('hex');
}
