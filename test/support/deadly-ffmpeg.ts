import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '@earmark/runtime/process';

export interface DeadlyFfmpeg {
  readonly command: string;
  /** Notes the process that it killed, a line each. */
  readonly log: string;
}

/** An ffmpeg that kills -9 the process that started it when it is to decode a file of this name. */
export function writeDeadlyFfmpeg(folder: string, file: string): DeadlyFfmpeg {
  const command = join(folder, 'deadly-ffmpeg');
  const log = join(folder, 'deaths.log');
  const honest = findProgram(['ffmpeg'], process.env['PATH'] ?? '') ?? 'ffmpeg';
  writeFileSync(log, '');
  writeFileSync(
    command,
    [
      '#!/bin/sh',
      // The file comes as an open descriptor.
      `case "$(readlink /dev/fd/3)" in *${file}) echo $PPID >> '${log}'; kill -9 $PPID; exit 1;; esac`,
      `exec '${honest}' "$@"`,
      '',
    ].join('\n'),
  );
  chmodSync(command, 0o755);
  return { command, log };
}

/**
 * An ffmpeg that kills its first worker at a track, and every sandbox whatever it is to decode: as on a machine without
 * the memory for the models.
 */
export function writeStarvingFfmpeg(folder: string): string {
  const command = join(folder, 'starving-ffmpeg');
  const honest = findProgram(['ffmpeg'], process.env['PATH'] ?? '') ?? 'ffmpeg';
  writeFileSync(
    command,
    [
      '#!/bin/sh',
      'case "$(cat /proc/$PPID/cmdline)" in *sandbox-process*) kill -9 $PPID; exit 1;; esac',
      'case "$(readlink /dev/fd/3)" in *track-*)',
      '  [ -e "$0.once" ] || { touch "$0.once"; kill -9 $PPID; exit 1; };;',
      'esac',
      `exec '${honest}' "$@"`,
      '',
    ].join('\n'),
  );
  chmodSync(command, 0o755);
  return command;
}
