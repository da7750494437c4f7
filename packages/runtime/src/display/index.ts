export {
  createDisplay,
  type Display,
  jsonStreams,
  type ProgressDetails,
  withDisplay,
} from './display.ts';
export { isProgressDue, type Moment } from './progress-rule.ts';
export { type OnWork, showWork, type Work } from './work-progress.ts';
