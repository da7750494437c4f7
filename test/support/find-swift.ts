import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { findProgram } from '@earmark/runtime/process';
import { temporaryFolder } from './temporary-folder.ts';

/** The Python that Swift is installed for, and its arguments. */
export type SwiftPython = readonly [program: string, ...args: string[]];

const KINDS = ['proxy', 'account', 'container', 'object'];
const PACKAGES = KINDS.map((kind) => `swift-${kind}`).join(' ');
const GET_IT = `Get it with: apt-get install --no-install-recommends ${PACKAGES}`;

/** Swift, where it is installed and can keep files; undefined, loudly, where not. */
export function findSwift(): SwiftPython | undefined {
  const found = lookForSwift();
  if (typeof found !== 'string') return found;
  console.warn(`SKIPPED, tests of an S3 that checks everything (OpenStack Swift): ${found}`);
  return undefined;
}

/** Swift, or why not. */
function lookForSwift(): SwiftPython | string {
  const path = process.env['PATH'] ?? '';
  const programs = KINDS.map((kind) => `swift-${kind}-server`);
  const missing = programs.find((program) => !findProgram([program], path));
  if (missing) return `PATH has no ${missing}. ${GET_IT}`;
  const python = interpreterOf(findProgram(programs, path)!);
  return whyNoAttributes(python) ?? python;
}

/** A program's first line names it: another Python on PATH may know no Swift. */
function interpreterOf(program: string): SwiftPython {
  const [line = ''] = readFileSync(program, 'utf8').split('\n', 1);
  const [python = '', ...args] = line.replace(/^#!/, '').trim().split(/\s+/);
  return [python, ...args];
}

const SET_ATTRIBUTE = 'import os, sys; os.setxattr(sys.argv[1], "user.earmark", b"1")';

/** Why Swift could keep nothing in temporary folders: what it knows of an object is in extended attributes. */
function whyNoAttributes([python, ...args]: SwiftPython): string | undefined {
  const folder = temporaryFolder();
  const { error, status, stderr } = spawnSync(python, [...args, '-c', SET_ATTRIBUTE, folder.path], {
    encoding: 'utf8',
  });
  folder.remove();
  if (error) throw error;
  if (status === 0) return undefined;
  const reason = stderr.trim().split('\n').at(-1) ?? '';
  return `files in ${tmpdir()} cannot have attributes (${reason}). Let TMPDIR name a folder whose files can.`;
}
