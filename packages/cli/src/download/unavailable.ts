import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

/** SOURCE_UNAVAILABLE: the network or the server is in the way, for now. */
export function unavailable(url: string, reason: string, cause?: unknown): EarmarkError {
  return new EarmarkError(
    'SOURCE_UNAVAILABLE',
    `${url} cannot be downloaded: ${reason}. The same command goes on where it stopped; ` +
      'checkpoints from elsewhere can be installed too: earmark models import DIR',
    { cause },
  );
}
