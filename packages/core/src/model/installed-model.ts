import type { ModelSpec } from './model-spec.ts';

export interface InstalledModel {
  readonly spec: ModelSpec;
  /** Contains its files. */
  readonly folder: string;
}
