/** `[mp3 @ 0x55710fd25ac0] `, which ffmpeg puts before what a part of it says. */
const SPEAKER = /^\[([\w,]+) @ 0x[0-9a-f]+\] /;
const REFUSED_DEMUXER = /^\[(\w+)[\w,]* @ 0x[0-9a-f]+\] Format not on whitelist/;
const MAX_LENGTH = 300;

/**
 * What ffmpeg said last, as the end of a sentence, without addresses in memory and without the
 * path.
 *
 * @param complaint the end of its standard error
 */
export function ffmpegReason(complaint: string, path: string): string {
  const refused = complaint.split('\n').map((line) => REFUSED_DEMUXER.exec(line)?.[1]);
  const demuxer = refused.find((name) => name !== undefined);
  if (demuxer !== undefined) return `it is a "${demuxer}" file, which is not audio`;

  const lines = complaint
    .replaceAll(`file:${path}: `, '')
    .split('\n')
    .map((line) => line.replace(SPEAKER, '').trim().replace(/\.$/, ''))
    .filter((line) => line !== '' && !line.startsWith('To ignore this'));
  const reason = [...new Set(lines)].slice(-2).join('; ');
  return reason.slice(0, MAX_LENGTH) || 'ffmpeg gave no reason';
}
