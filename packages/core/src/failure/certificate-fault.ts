import { errorCode, messageOf } from './unknown-error.ts';

const OF_UNKNOWN_ISSUER =
  'Set NODE_EXTRA_CA_CERTS to the file with the certificate of the authority that signed it';

/** What to do about a certificate that TLS does not accept, by the code of its error. */
const REMEDIES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: OF_UNKNOWN_ISSUER,
  SELF_SIGNED_CERT_IN_CHAIN: OF_UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT: OF_UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: OF_UNKNOWN_ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: OF_UNKNOWN_ISSUER,
  CERT_SIGNATURE_FAILURE: OF_UNKNOWN_ISSUER,
  ERR_TLS_CERT_ALTNAME_INVALID: 'Name the host in the address as its certificate does',
  CERT_HAS_EXPIRED: 'Renew it, and check the clock of this machine',
  CERT_NOT_YET_VALID: 'Set the clock of this machine',
};

/** Why TLS does not accept the certificate of a server, and what to do; undefined when it is not about that. */
export function certificateFault(error: unknown): string | undefined {
  const remedy = REMEDIES[errorCode(error)];
  return remedy && `its certificate is not accepted (${messageOf(error)}). ${remedy}.`;
}
