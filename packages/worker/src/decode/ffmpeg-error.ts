import { sanitizeMessage } from './sanitize-message.ts';

/** `[mp3 @ 0x55710fd25ac0] `, which ffmpeg puts before what a part of it says. */
const SPEAKER = /^\[([\w,]+) @ 0x[0-9a-f]+\] /;
const REFUSED_DEMUXER = /^\[(\w+)[\w,]* @ 0x[0-9a-f]+\] Format not on whitelist/;
const NO_REASON = /^To ignore this|^Last message repeated|^Codec \(\w+\) not on whitelist/;
const DISK_FULL = /^(av_\w+(\(\))?|Error .*|\[out#.*): No space left on device$/;

/** The characters in whose place ffmpeg prints a question mark. */
const UNSPOKEN = /[\x01-\x07\x0e-\x1f]/g;

/**
 * What ffmpeg said last, as the end of a sentence, without addresses in memory and without the
 * path.
 *
 * @param complaint the end of its standard error
 */
export function ffmpegReason(complaint: string, path: string): string {
  const lines = linesOf(complaint, path);
  const refused = lines.map((line) => REFUSED_DEMUXER.exec(line)?.[1]);
  const demuxer = refused.find((name) => name !== undefined);
  if (demuxer !== undefined) return `it is a "${demuxer}" file, which is not audio`;

  const words = lines
    .map((line) => sanitizeMessage(line.replace(SPEAKER, '')))
    .filter((line) => line !== '' && !NO_REASON.test(line));
  return sanitizeMessage([...new Set(words)].slice(-2).join('; ')) || 'ffmpeg gave no reason';
}

/** Whether ffmpeg could not write, in its own words: a file may be named like them. */
export function saysDiskFull(complaint: string, path: string): boolean {
  return linesOf(complaint, path).some((line) => DISK_FULL.test(line));
}

function linesOf(complaint: string, path: string): readonly string[] {
  const spokenPath = path.replace(UNSPOKEN, '?');
  return complaint
    .replaceAll(`file:${spokenPath}: `, '')
    .replaceAll(spokenPath, 'the file')
    .split('\n');
}
