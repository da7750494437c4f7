import { homedir } from 'node:os';
import { type Command, CommanderError } from 'commander';
import { EXIT_CODES } from '@earmark/core/failure';
import { parseEnvironment } from '../config.ts';
import { readSecretFiles } from '../secret-files.ts';
import type { Context } from './context.ts';
import { ExitWithCode } from './exit-with-code.ts';
import { isAbortError, stackOf, toFinalError } from './failure.ts';
import { refusal, suggestNames } from './refusals.ts';

/** Variables for libraries, unless they are set already. */
const LIBRARY_DEFAULTS = {
  // The AWS SDK would warn every user about the Node that its next major version needs; ours is pinned.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  // onnxruntime would report its use to its maker, and leave a log of that in the temporary folder.
  ORT_DISABLE_TELEMETRY: '1',
};

/**
 * Runs the command line of this process as one command and sets the exit code. The one place that reads the
 * environment and reports how a program ended.
 */
export async function runMain(
  self: NodeJS.Process,
  createCommand: (context: Context) => Command | Promise<Command>,
): Promise<void> {
  Object.assign(self.env, { ...LIBRARY_DEFAULTS, ...self.env });
  self.env['HOME'] ??= homeOfUser();
  self.exitCode = await runCommand(self, createCommand).then(
    () => EXIT_CODES.done.exitCode,
    (cause: unknown) => reportFailure(self, cause),
  );
  exitWhenWritten(self);
}

/** How long what a command left open may keep the process alive: a server that is frozen closes no connection. */
const LEFT_OPEN_MS = 3_000;

/** Ends a process that does not end by itself, but not before all is written: to a slow reader of a pipe, for instance. */
function exitWhenWritten(self: NodeJS.Process): void {
  setInterval(() => {
    if (self.stdout.writableLength + self.stderr.writableLength === 0) self.exit();
  }, LEFT_OPEN_MS).unref();
}

/** As container runtimes set it for a user id without an entry in passwd: libraries that ask for a home would throw. */
function homeOfUser(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

async function runCommand(
  self: NodeJS.Process,
  createCommand: (context: Context) => Command | Promise<Command>,
): Promise<void> {
  const variables = readSecretFiles(self.env);
  const env = parseEnvironment(variables);
  const command = await createCommand({
    env,
    variables,
    signal: stopSignal(self, env.EARMARK_STOP_SECONDS * 1_000 + STOP_MARGIN_MS),
    script: self.argv[1] ?? '',
    tellParent: parentOf(self),
    openInput: () => self.stdin,
    out: self.stdout,
    err: self.stderr,
  });
  applyToAll(command, (each) => {
    suggestNames(each);
    each.exitOverride().configureOutput({
      writeOut: (text) => self.stdout.write(text),
      writeErr: (text) => self.stderr.write(text),
      outputError: (text, write) => {
        write(refusal(text, each));
      },
    });
  });
  await command.parseAsync(self.argv);
}

/** `earmark run` stops the servers that it started after its programs, which have EARMARK_STOP_SECONDS. */
const STOP_MARGIN_MS = 10_000;

/**
 * Aborted when this process is asked to stop: by Ctrl-C, by SIGTERM, or because the program that started it or that
 * reads its output is gone. Asked a second time, or after the limit, the process exits whatever it still waits for.
 */
function stopSignal(self: NodeJS.Process, limitMs: number): AbortSignal {
  const controller = new AbortController();
  const exit = () => self.exit(EXIT_CODES.interrupted.exitCode);
  const stop = () => {
    if (controller.signal.aborted) exit();
    controller.abort();
  };
  controller.signal.addEventListener('abort', () => {
    setTimeout(exit, limitMs).unref();
  });
  self.on('SIGINT', stop).on('SIGTERM', stop);
  for (const stream of [self.stdout, self.stderr]) {
    // Every further write fails too, which must not count as a second request to stop.
    stream.on('error', () => {
      controller.abort();
    });
  }
  if (self.connected) {
    self.once('disconnect', stop);
    // The channel reports that our parent died; it must not keep this process alive when its work is done.
    self.channel?.unref();
  }
  return controller.signal;
}

function parentOf(self: NodeJS.Process): Context['tellParent'] {
  if (!self.connected) return undefined;
  // A parent that is gone ends this process by the signal above.
  return (message) => void self.send?.(message, undefined, undefined, () => undefined);
}

function applyToAll(command: Command, apply: (command: Command) => void): void {
  apply(command);
  for (const sub of command.commands) applyToAll(sub, apply);
}

function reportFailure(self: NodeJS.Process, cause: unknown): number {
  if (cause instanceof ExitWithCode) return cause.exitCode;
  if (isAbortError(cause)) return EXIT_CODES.interrupted.exitCode;
  if (cause instanceof CommanderError)
    return cause.exitCode === 0 ? EXIT_CODES.done.exitCode : EXIT_CODES.wrongUsage.exitCode;
  const error = toFinalError(cause);
  self.stderr.write(`earmark: ${error.message}\n`);
  const stack = stackOf(error);
  if (stack !== undefined) self.stderr.write(`${stack}\n`);
  return error.exitCode;
}
