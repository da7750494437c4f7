import type { ModelSpec } from '@earmark/core/model';

/** A file of a model, in its folder. */
export interface HashedFile {
  readonly file: string;
  readonly sha256: string;
}

/** The network of a model, and what lies beside it: weights in other files, coefficients of its front end. */
export function modelFiles({
  network,
  input,
}: Pick<ModelSpec, 'network' | 'input'>): readonly HashedFile[] {
  const stored = input.kind === 'spectrogram' ? input.spectrogram.stored : null;
  return [network, ...network.externalData, ...(stored ? [stored] : [])];
}
