import { Command, CommanderError } from 'commander';
import { toEarmarkError } from '@earmark/core/failure';
import { toStoreError } from '@earmark/ledger';
import {
  type Context,
  Explained,
  INTERRUPTED,
  stopSignal,
  VERSION,
} from '@earmark/runtime/command';
import { parseEnvironment } from '@earmark/runtime/config';
import { toDiskError } from '@earmark/runtime/files';

// The one entry of every program of Earmark: reads the environment, runs a command, says how it ended.

/** Each command is loaded when it is meant: all of them together take a second to load. */
const COMMANDS: Readonly<Record<string, () => Promise<(context: Context) => Command>>> = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  produce: async () => (await import('./commands/produce.ts')).produceCommand,
  work: async () => (await import('./commands/work.ts')).workCommand,
  aggregate: async () => (await import('./commands/aggregate.ts')).aggregateCommand,
  status: async () => (await import('./commands/status.ts')).statusCommand,
  retry: async () => (await import('./commands/retry.ts')).retryCommand,
  cancel: async () => (await import('./commands/cancel.ts')).cancelCommand,
  reconcile: async () => (await import('./commands/reconcile.ts')).reconcileCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  evaluate: async () => (await import('./commands/evaluate.ts')).evaluateCommand,
  models: async () => (await import('./commands/models.ts')).modelsCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  ledger: async () => (await import('./commands/ledger.ts')).ledgerCommand,
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand,
};

// The AWS SDK would tell every user which Node its versions of next year want; ours is pinned.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
// onnxruntime would report its use to its maker, and leave a log of that in the temporary folder.
process.env['ORT_DISABLE_TELEMETRY'] ??= '1';

async function main(): Promise<void> {
  const context: Context = {
    env: parseEnvironment(process.env),
    variables: process.env,
    signal: stopSignal(process),
    out: process.stdout,
    err: process.stderr,
  };
  const earmark = new Command('earmark')
    .description('Tags a whole music corpus overnight.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => {
        // One line, also when it has a suggestion to make.
        write(
          `${text
            .replace(/^error: /, 'earmark: ')
            .trim()
            .replaceAll('\n', ' ')}\n`,
        );
      },
    });
  const meant = COMMANDS[process.argv[2] ?? ''];
  for (const load of meant ? [meant] : Object.values(COMMANDS)) {
    const command = await load();
    earmark.addCommand(command(context).copyInheritedSettings(earmark));
  }
  await earmark.parseAsync(process.argv);
}

const USAGE = 2;

function exitCodeOf(cause: unknown): number {
  if (cause instanceof Explained) return cause.exitCode;
  if (cause instanceof Error && cause.name === 'AbortError') return INTERRUPTED;
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : USAGE;
  const error = toEarmarkError(toDiskError(toStoreError(cause), 'what has to be written'));
  process.stderr.write(`earmark: ${error.message}\n`);
  if (error.code === 'UNEXPECTED' && error.cause instanceof Error) {
    process.stderr.write(`${error.cause.stack ?? ''}\n`);
  }
  return error.exitCode;
}

// Not process.exit(): what is still being written to a pipe would be lost.
process.exitCode = await main().then(() => 0, exitCodeOf);
