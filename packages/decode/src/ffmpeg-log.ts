import { sanitizeMessage } from './sanitize-message.ts';

/** What ffmpeg says about a file, read from its log at `level+info`, line by line. */
export interface FfmpegLog {
  add(line: string): void;
  /** Of the waveform that it writes, in Hz; undefined until it starts to write. */
  readonly outputRate: number | undefined;
  /** What the file is and states about itself; undefined until ffmpeg has recognized it. */
  readonly source: SourceFormat | undefined;
  /** Whether ffmpeg had no room to write. */
  readonly saysDiskFull: boolean;
  /** Why ffmpeg failed, as the end of a sentence, without memory addresses and path. */
  reason(): string;
}

export interface SourceFormat {
  /** Of the container, as ffmpeg names it, e.g. `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly demuxer: string;
  /** Of the first audio stream, e.g. `vorbis`. */
  readonly codec: string;
  /** The length that the container states for its audio; undefined when it states none. */
  readonly statedSeconds: number | undefined;
}

/** `[mp3 @ 0x55710fd25ac0] `, which ffmpeg puts before a message of one of its components; then the level. */
const MESSAGE = /^(?:\[[^\]]* @ (?:0x)?[0-9a-f]+\] )*\[(\w+)\] (.*)$/;
const INPUT = /^Input #0, ([\w,]+), from /;
const DURATION = /^ {2}Duration: (\d+):(\d+):(\d+(?:\.\d+)?),/;
const STREAM = /^ {2}Stream #0:\d+\S*: (\w+): (\w+)(.*)$/;
const OUTPUT = 'Output #0, ';
const OUTPUT_RATE = /, (\d+) Hz,/;
const ESTIMATED = 'Estimating duration from bitrate';

/** What ffmpeg shows as the length of a chain is that of its last link. */
const STATES_NO_LENGTH = new Set(['ogg']);

const ERROR_LEVELS = new Set(['error', 'fatal', 'panic']);
const REFUSED_DEMUXER = /^\[(\w+)[\w,]* @ (?:0x)?[0-9a-f]+\] .*Format not on whitelist/;
const NO_REASON = /^To ignore this|^Last message repeated|^Codec \(\w+\) not on whitelist/;
const DISK_FULL = /^(av_\w+(\(\))?|Error .*): No space left on device$|^ENOSPC: /;
const MAX_MESSAGES = 2;

/** @param name what ffmpeg was told to read */
export function createFfmpegLog(name: string): FfmpegLog {
  const streams: { readonly kind: string; readonly codec: string; readonly rest: string }[] = [];
  let demuxer: string | undefined;
  let seconds: number | undefined;
  let isEstimated = false;
  let isOutput = false;
  let outputRate: number | undefined;
  let refusedDemuxer: string | undefined;
  let saysDiskFull = false;
  let errors: string[] = [];

  const addError = (message: string) => {
    saysDiskFull ||= DISK_FULL.test(message);
    const words = sanitizeMessage(
      message.replaceAll(`file:${name}: `, '').replaceAll(name, 'the file'),
    );
    if (words === '' || NO_REASON.test(words) || errors.includes(words)) return;
    errors = [...errors, words].slice(-MAX_MESSAGES);
  };

  const addStream = (message: string) => {
    const [, kind, codec, rest] = STREAM.exec(message) ?? [];
    if (kind === undefined || codec === undefined || rest === undefined) return;
    if (isOutput) outputRate ??= Number(OUTPUT_RATE.exec(rest)?.[1]);
    else streams.push({ kind, codec, rest });
  };

  return {
    add(line) {
      refusedDemuxer ??= REFUSED_DEMUXER.exec(line)?.[1];
      const [, level = '', message = ''] = MESSAGE.exec(line) ?? [];
      if (ERROR_LEVELS.has(level)) addError(message);
      if (message.startsWith(ESTIMATED)) isEstimated = true;
      demuxer ??= INPUT.exec(message)?.[1];
      seconds ??= toSeconds(DURATION.exec(message));
      isOutput ||= message.startsWith(OUTPUT);
      addStream(message);
    },
    get outputRate() {
      return outputRate;
    },
    get source() {
      const codec = streams.find(({ kind }) => kind === 'Audio')?.codec;
      if (demuxer === undefined || codec === undefined) return undefined;
      const states = !isEstimated && !STATES_NO_LENGTH.has(demuxer) && hasOneStream(streams);
      return { demuxer, codec, statedSeconds: states ? seconds : undefined };
    },
    get saysDiskFull() {
      return saysDiskFull;
    },
    reason: () =>
      refusedDemuxer === undefined
        ? sanitizeMessage(errors.join('; ')) || 'ffmpeg gave no reason'
        : `it is a "${refusedDemuxer}" file, which is not read`,
  };
}

/** The length that a container states is that of its longest stream; a cover is none. */
function hasOneStream(streams: readonly { readonly rest: string }[]): boolean {
  return streams.filter(({ rest }) => !rest.endsWith('(attached pic)')).length === 1;
}

function toSeconds(duration: RegExpExecArray | null): number | undefined {
  if (!duration) return undefined;
  const [, hours, minutes, seconds] = duration;
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
