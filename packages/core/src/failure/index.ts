export { type FailureCode, FAILURES } from './codes.ts';
export { EarmarkError, toEarmarkError } from './earmark-error.ts';
