export { produce } from './produce.ts';
export { planRun } from './plan-run.ts';
export { dryRun } from './dry-run.ts';
