export { type EventName, EVENTS } from './events.ts';
export { createLog, type Log, logOutages } from './log.ts';
export { createTrackFailureLog, type TrackFailure } from './track-failures.ts';
