export { buildReport } from './build-report.ts';
export { reportRun } from './report-run.ts';
