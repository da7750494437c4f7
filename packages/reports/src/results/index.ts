export { type Export, exportRun } from './export-run.ts';
export { resultFiles, type ResultFiles, tracksCsvFile } from './result-files.ts';
