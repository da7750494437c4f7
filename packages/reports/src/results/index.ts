export { type Export, exportRun } from './export-run.ts';
export { resultFiles, type ResultFiles } from './result-files.ts';
