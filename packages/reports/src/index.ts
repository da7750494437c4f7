export { buildReport } from './build-report.ts';
export { mergeFailures } from './page/merge-failures.ts';
export { renderReportHtml } from './page/render-report-html.ts';
export { reportRun } from './report-run.ts';
