/** What is in file names of every system; also a dot, but not where a hidden file or an extension would begin. */
const UNSAFE = /[^\p{L}\p{M}\p{N} ()&'+,._-]/gu;

/** Of a name without its extension: with that and a number it fits into the 255 bytes that file systems allow. */
const MAX_BYTES = 200;

/**
 * Names of playlists, one for each tag: the tag, with `_` for what file names cannot have, as in `AC_DC.m3u8`. Tags that would get
 * the same name, in file systems that do not tell capitals too, are numbered.
 */
export function playlistFiles(tags: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return tags.map((tag) => {
    const safe = toSafe(tag);
    let name = safe;
    for (let n = 2; taken.has(toKey(name)); n++) name = `${safe} ${n}`;
    taken.add(toKey(name));
    return `${name}.m3u8`;
  });
}

function toKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function toSafe(tag: string): string {
  const safe = tag.replace(UNSAFE, '_').replace(/^[. -]|[. ]$/g, '_');
  const bytes = Buffer.from(safe).subarray(0, MAX_BYTES);
  // The part of a character at the end becomes U+FFFD.
  return bytes.toString().replace(/\ufffd$/, '') || '_';
}
