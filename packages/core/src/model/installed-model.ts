import type { InstalledModel } from './model-spec.ts';

export interface ModelAtHand {
  readonly model: InstalledModel;
  /** Where its files lie. */
  readonly folder: string;
}
