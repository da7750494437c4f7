import type { ModelSpec } from './model-spec.ts';

export interface InstalledModel {
  readonly spec: ModelSpec;
  /** Where its files lie. */
  readonly folder: string;
}
