export { type FailureCode, FAILURES, isFailureCode, TASK_FAILURE_CODES } from './codes.ts';
export { EarmarkError, toEarmarkError } from './earmark-error.ts';
export {
  type FailureRecord,
  fromFailureRecord,
  parseFailureRecord,
  toFailureRecord,
} from './failure-record.ts';
export { errorCode, messageOf } from './unknown-error.ts';
