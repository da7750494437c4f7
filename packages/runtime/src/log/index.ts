export { type EventName, EVENTS } from './events.ts';
export { createLog, type Log, logOutages } from './log.ts';
export {
  createTrackFailureLog,
  type TrackFailure,
  type TrackFailureLog,
} from './track-failures.ts';
