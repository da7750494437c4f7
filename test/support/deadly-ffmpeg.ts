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
  writeFileSync(log, '');
  // The file comes as an open descriptor.
  writeFfmpeg(command, [
    `case "$(readlink /dev/fd/3)" in *${file}) echo $PPID >> '${log}'; kill -9 $PPID; exit 1;; esac`,
  ]);
  return { command, log };
}

/**
 * An ffmpeg that kills its first worker at a track, and every sandbox whatever it is to decode: as on a machine without
 * the memory for the models.
 */
export function writeStarvingFfmpeg(folder: string): string {
  const command = join(folder, 'starving-ffmpeg');
  writeFfmpeg(command, [
    'case "$(cat /proc/$PPID/cmdline)" in *sandbox-process*) kill -9 $PPID; exit 1;; esac',
    'case "$(readlink /dev/fd/3)" in *track-*)',
    '  [ -e "$0.once" ] || { touch "$0.once"; kill -9 $PPID; exit 1; };;',
    'esac',
  ]);
  return command;
}

/** Writes a command that does this, and then what ffmpeg does. */
function writeFfmpeg(command: string, before: readonly string[]): void {
  const honest = findProgram(['ffmpeg'], process.env['PATH'] ?? '') ?? 'ffmpeg';
  writeFileSync(command, ['#!/bin/sh', ...before, `exec '${honest}' "$@"`, ''].join('\n'));
  chmodSync(command, 0o755);
}
