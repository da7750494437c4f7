import { EarmarkError, errorCode } from '@earmark/core/failure';

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of the server is unknown (is this machine online?)',
  EAI_AGAIN: 'the name of the server cannot be looked up (is this machine online?)',
  ECONNREFUSED: 'nothing answers at this address',
  ENETUNREACH: 'there is no way to the server (is this machine online?)',
  EHOSTUNREACH: 'there is no way to the server (is this machine online?)',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ETIMEDOUT: 'the server does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the server does not answer',
};

/** What `fetch` throws when the network is in the way, as SOURCE_UNAVAILABLE; other errors unchanged. */
export function toNetworkError(error: unknown, url: string): unknown {
  // `fetch` wraps every failure of the network in a TypeError that says nothing itself.
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return error;
  const { cause } = error;
  const reason = REASONS[errorCode(cause)] ?? cause.message;
  return unavailable(url, reason, error);
}

/** SOURCE_UNAVAILABLE: the network or the server is in the way, for now. */
export function unavailable(url: string, reason: string, cause?: unknown): EarmarkError {
  return new EarmarkError(
    'SOURCE_UNAVAILABLE',
    `${url} cannot be downloaded: ${reason}. The same command goes on where it stopped; ` +
      'checkpoints from elsewhere can be installed too: earmark models import DIR',
    { cause },
  );
}
