export { aggregate } from './aggregate.ts';
export { createKeepAgreed } from './periodic-reconcile.ts';
export { settleCrashed } from './settle-failed-jobs.ts';
