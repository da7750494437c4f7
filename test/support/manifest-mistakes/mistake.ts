import type { FailureCode } from '@earmark/core/failure';
import type { Ending } from '../right-model.ts';

/** What is wrong with one thing of a model, and what tells its user. */
export interface Mistake {
  readonly mistake: string;
  /** It is caught the way that another one is: tried in a longer series only. */
  readonly isVariant?: boolean;
  /** Keys of the manifest with the values that are wrong; undefined for one that is missing. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Of the network that the manifest is right for. */
  readonly ending?: Ending;
  /** The file; undefined where there is none. */
  readonly network?: () => Uint8Array | undefined;
  /** What happens to a manifest with reference scores, and to one without. */
  readonly withReference: Caught;
  readonly without: Caught;
}

/** By a refusal, by a warning, or by nothing but the general warning that there is no reference. */
export type Caught =
  | { readonly refused: RegExp; readonly code?: FailureCode }
  | { readonly warned: RegExp }
  | 'unnoticed';

type Catches = Pick<Mistake, 'withReference' | 'without'>;

export const both = (caught: Caught): Catches => ({ withReference: caught, without: caught });

/** For what only scores that somebody else computed can tell. */
export const byReference = (refused: RegExp): Catches => {
  return { withReference: { refused }, without: 'unnoticed' };
};

/** The same, where one change of the manifest would give these scores. */
export const equalWith = (remedy: string): Catches =>
  byReference(new RegExp(`They would be equal with: ${remedy.replaceAll('.', '\\.')}`));
