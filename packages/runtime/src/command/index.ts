export { type Context } from './context.ts';
export { ExitWithCode } from './exit-with-code.ts';
export { HOST, THIS_PROCESS, VERSION } from '../identity.ts';
export {
  json,
  out,
  parseNames,
  parseRunId,
  positiveNumber,
  probability,
  wholeNumber,
} from './options.ts';
export { runMain } from './run-main.ts';
export { runProgram } from './run-program.ts';
export { untilStopped } from './until-stopped.ts';
