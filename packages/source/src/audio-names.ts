/** Extensions of the audio that the decoders read. */
const READ = extensions(
  'mp3 mp2 mp1 mpa wav wave bwf rf64 w64 flac ogg oga spx opus m4a m4b m4r mp4 aac adts loas ac3 eac3 dts',
  'aif aiff aifc wma mka webm caf au snd ape wv tta tak mpc dsf dff amr',
);

/** Extensions of audio, and of notes that a synthesizer plays, that they do not read. */
const NOT_READ = extensions(
  'mid midi kar rmi mod xm s3m it sid ra rm ram shn ofr ofs la vqf mpp aa aax m4p voc vox gsm',
);

/** Whether a name looks like one of the audio formats Earmark reads. */
export function isAudioName(name: string): boolean {
  return READ.has(extensionOf(name));
}

/** The extension, `.mid`, of audio that Earmark does not read; undefined for any other name. */
export function unreadExtension(name: string): string | undefined {
  const extension = extensionOf(name);
  return NOT_READ.has(extension) ? extension : undefined;
}

/** With its dot; empty unless Earmark reads files of that name: a decoder may recognise a format by it only. */
export function audioExtension(name: string): string {
  return isAudioName(name) ? extensionOf(name) : '';
}

/** Not so `.` and `..`, which may be parts of a key in a bucket. */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.') && name !== '.' && name !== '..';
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot).toLowerCase();
}

function extensions(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ').map((name) => `.${name}`)));
}
