export type Variables = Readonly<Record<string, string | undefined>>;

export interface ProcessLimits {
  /** Of data in memory: its own, not what it shares with others or only reserves. */
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The command, to be started so that the system itself keeps it to its limits, and writes no core file when it
 * crashes: the limits hold even when this process is gone. Windows has none, macOS only that of time.
 */
export function withLimits(
  { command, args }: Command,
  { memoryBytes, cpuSeconds }: ProcessLimits,
): Command {
  if (process.platform === 'win32') return { command, args };
  const limits = [
    'ulimit -c 0',
    `ulimit -S -t ${String(Math.ceil(cpuSeconds))}`,
    `ulimit -S -d ${String(Math.ceil(memoryBytes / 1_024))}`,
  ];
  // A shell that cannot set a limit prints an error and continues; then the shell becomes the command.
  const script = `{ ${limits.join('; ')}; } 2>/dev/null; exec "$0" "$@"`;
  return { command: '/bin/sh', args: ['-c', script, command, ...args] };
}

/** What a program needs to start and to find its libraries; one that reads files of strangers gets no other variable. */
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'];

export function leastEnvironment(environment: Variables): Record<string, string | undefined> {
  return Object.fromEntries(PASSED_ON.map((name) => [name, environment[name]]));
}
