const AUDIO_EXTENSIONS = new Set(
  'mp3 wav flac ogg oga opus m4a mp4 aac aif aiff aifc wma'.split(' ').map((name) => `.${name}`),
);

/** Whether a name looks like one of the audio formats Earmark reads. */
export function isAudioName(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot >= 0 && AUDIO_EXTENSIONS.has(name.slice(dot).toLowerCase());
}

/** `.` and `..`, which a bucket may well have for names, are not. */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.') && name !== '.' && name !== '..';
}
