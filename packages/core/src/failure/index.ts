export { certificateFault } from './certificate-fault.ts';
export { type FailureCode, FAILURES, isFailureCode, TASK_FAILURE_CODES } from './codes.ts';
export { EXIT_CODES, type ExitName } from './exit-codes.ts';
export { EarmarkError, toEarmarkError } from './earmark-error.ts';
export {
  type FailureRecord,
  fromFailureRecord,
  parseFailureRecord,
  toFailureRecord,
} from './failure-record.ts';
export { serviceOf, type ServiceName, SERVICES } from './services.ts';
export { errorCode, messageOf } from './unknown-error.ts';
