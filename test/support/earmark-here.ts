import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { runEarmark } from '@earmark/cli/earmark';
import { earmark, type Ended, MAIN, type Variables } from './earmark.ts';

/** Node itself or the SDK of S3 reads them from the environment of the process: a command with others is started as a program. */
const OF_PROCESS = ['NODE_EXTRA_CA_CERTS', 'TMPDIR', 'AWS_ENDPOINT_URL_S3'];

/**
 * How `earmark ARGS` ends when it runs in this process: for the many short commands, which take less time than a program
 * takes to start. What a command writes to its log is not among what it printed.
 *
 * @param input what the command reads from standard input
 */
export async function earmarkHere(
  args: readonly string[],
  variables: Variables,
  input = '',
): Promise<Ended> {
  const ofProcess = OF_PROCESS.filter((name) => variables[name] !== undefined);
  if (ofProcess.some((name) => variables[name] !== process.env[name]))
    return earmark(args, variables);
  const [stdout, stderr] = [createOutput(), createOutput()];
  const self = Object.assign(new EventEmitter(), {
    env: { PATH: process.env['PATH'], EARMARK_LOG_LEVEL: 'silent', ...variables },
    argv: [process.execPath, MAIN, ...args],
    stdin: Readable.from([Buffer.from(input)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    exitCode: null as number | null,
    exit: () => undefined,
  });
  await runEarmark(self as unknown as NodeJS.Process);
  return { exitCode: self.exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function createOutput(): { readonly stream: Writable; readonly text: () => string } {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}
