export interface License {
  /** `CC BY-NC-SA 3.0`; what is no licence of Creative Commons, as written. Never null where there is an address. */
  readonly license: string | null;
  readonly licenseUrl: string | null;
}

export interface LicenseTexts {
  /** A text that is there to name the licence. */
  readonly named: string | null;
  /** A text that may mention one, such as a notice of copyright. */
  readonly mentioned?: string | null;
}

/**
 * The licence that texts name: one of Creative Commons by its address, wherever it is; else the text that is there to
 * name one, without its address.
 */
export function licenseOf({ named, mentioned }: LicenseTexts): License {
  for (const text of [named, mentioned]) {
    const licenseUrl = addressIn(text);
    const license = licenseUrl && creativeCommonsName(licenseUrl);
    if (license) return { license, licenseUrl };
  }
  if (named === null) return { license: null, licenseUrl: null };
  const licenseUrl = addressIn(named);
  const words = licenseUrl === null ? named : named.replace(licenseUrl, '').replace(/[\s:.]+$/, '');
  return { license: words || licenseUrl, licenseUrl };
}

function addressIn(text: string | null | undefined): string | null {
  return /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]/i.exec(text ?? '')?.[0] ?? null;
}

/** By the path of the address; a licence that was adapted to a country has the name of the one that was not. */
const CREATIVE_COMMONS = [
  { path: /^licenses\/(by(?:-nc)?(?:-nd|-sa)?)\/(\d\.\d)(?:\/|$)/, toName: toCcName },
  {
    path: /^publicdomain\/(zero)\/(\d\.\d)(?:\/|$)/,
    toName: (_: string, at: string) => `CC0 ${at}`,
  },
  {
    path: /^publicdomain\/(mark)\/(\d\.\d)(?:\/|$)/,
    toName: (_: string, at: string) => `Public Domain Mark ${at}`,
  },
] as const;

function toCcName(code: string, version: string): string {
  return `CC ${code.toUpperCase()} ${version}`;
}

function creativeCommonsName(address: string): string | undefined {
  const path = /^https?:\/\/(?:www\.)?creativecommons\.org\/(.*)$/.exec(address.toLowerCase())?.[1];
  for (const known of CREATIVE_COMMONS) {
    const [, code, version] = known.path.exec(path ?? '') ?? [];
    if (code !== undefined && version !== undefined) return known.toName(code, version);
  }
  return undefined;
}
