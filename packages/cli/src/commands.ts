import type { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';

/** Each command is loaded only when it is used: all of them together take a second to load. */
type LoadCommand = () => Promise<(context: Context) => Command>;

/** The commands by the topics of `earmark --help`. */
export const COMMAND_GROUPS: Readonly<Record<string, Readonly<Record<string, LoadCommand>>>> = {
  'Tag a corpus:': {
    run: async () => (await import('./commands/run.ts')).runCommand,
    status: async () => (await import('./commands/status.ts')).statusCommand,
    failures: async () => (await import('./commands/failures.ts')).failuresCommand,
    retry: async () => (await import('./commands/retry.ts')).retryCommand,
    pause: async () => (await import('./commands/pause.ts')).pauseCommand,
    resume: async () => (await import('./commands/resume.ts')).resumeCommand,
    priority: async () => (await import('./commands/priority.ts')).priorityCommand,
    cancel: async () => (await import('./commands/cancel.ts')).cancelCommand,
  },
  'Use the results:': {
    export: async () => (await import('./commands/export.ts')).exportCommand,
    report: async () => (await import('./commands/report.ts')).reportCommand,
    evaluate: async () => (await import('./commands/evaluate.ts')).evaluateCommand,
    verify: async () => (await import('./commands/verify.ts')).verifyCommand,
    ledger: async () => (await import('./commands/ledger.ts')).ledgerCommand,
  },
  'Prepare a corpus:': {
    dataset: async () => (await import('@earmark/dataset/command')).datasetCommand,
  },
  'Set up:': {
    models: async () => (await import('./commands/models.ts')).modelsCommand,
    doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
    'setup-cuda': async () => (await import('./commands/setup-cuda.ts')).setupCudaCommand,
    completion: async () => (await import('./commands/completion.ts')).completionCommand,
    migrate: async () => (await import('./commands/migrate.ts')).migrateCommand,
  },
  'Work on several machines:': {
    produce: async () => (await import('@earmark/producer/command')).produceCommand,
    work: async () => (await import('@earmark/worker/command')).workCommand,
    aggregate: async () => (await import('@earmark/aggregator/command')).aggregateCommand,
    workers: async () => (await import('./commands/workers.ts')).workersCommand,
    reconcile: async () => (await import('./commands/reconcile.ts')).reconcileCommand,
  },
};

/** All commands by name. */
export const COMMANDS: Readonly<Record<string, LoadCommand>> = Object.assign(
  {},
  ...Object.values(COMMAND_GROUPS),
) as Readonly<Record<string, LoadCommand>>;
