import type { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';

/** Each command is loaded only when it is used: all of them together take a second to load. */
export const COMMANDS: Readonly<Record<string, () => Promise<(context: Context) => Command>>> = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  produce: async () => (await import('@earmark/producer/command')).produceCommand,
  work: async () => (await import('@earmark/worker/command')).workCommand,
  aggregate: async () => (await import('@earmark/aggregator/command')).aggregateCommand,
  status: async () => (await import('./commands/status.ts')).statusCommand,
  workers: async () => (await import('./commands/workers.ts')).workersCommand,
  failures: async () => (await import('./commands/failures.ts')).failuresCommand,
  retry: async () => (await import('./commands/retry.ts')).retryCommand,
  pause: async () => (await import('./commands/pause.ts')).pauseCommand,
  resume: async () => (await import('./commands/resume.ts')).resumeCommand,
  priority: async () => (await import('./commands/priority.ts')).priorityCommand,
  cancel: async () => (await import('./commands/cancel.ts')).cancelCommand,
  reconcile: async () => (await import('./commands/reconcile.ts')).reconcileCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  evaluate: async () => (await import('./commands/evaluate.ts')).evaluateCommand,
  models: async () => (await import('./commands/models.ts')).modelsCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  'setup-cuda': async () => (await import('./commands/setup-cuda.ts')).setupCudaCommand,
  ledger: async () => (await import('./commands/ledger.ts')).ledgerCommand,
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand,
};
