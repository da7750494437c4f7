export { dryRun } from './dry-run.ts';
export { planRun } from './plan-run.ts';
export { produce } from './produce.ts';
