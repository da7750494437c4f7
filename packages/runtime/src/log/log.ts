import pino from 'pino';
import pretty from 'pino-pretty';
import type { Environment } from '../config.ts';
import { HOST, VERSION } from '../identity.ts';
import type { OutageListener } from '../process/outages.ts';
import { type EventName, EVENTS } from './events.ts';

/** The log of a program: events of one vocabulary, with ids and figures as fields. */
export interface Log {
  event(name: EventName, fields?: Readonly<Record<string, unknown>>): void;
}

/** Logs to stderr: JSON for machines, readable lines on a terminal. */
export function createLog(env: Environment, program: string): Log {
  const options = {
    level: env.EARMARK_LOG_LEVEL ?? 'info',
    base: { program, version: VERSION, host: HOST, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  const logger = process.stderr.isTTY
    ? pino(options, pretty({ destination: 2, sync: true, ignore: 'pid,host,version,event' }))
    : pino(options, pino.destination({ dest: 2, sync: true }));
  return {
    event: (name, fields) => {
      const { level, message } = EVENTS[name];
      logger[level]({ event: name, ...fields }, message);
    },
  };
}

/** Logs each outage when it begins, each minute, and when it ends: a program that waits silently looks like one that hangs. */
export function logOutages(log: Log): OutageListener {
  return {
    unavailable: (service, error) => {
      log.event('service_unavailable', { service, error });
    },
    stillUnavailable: (service, seconds) => {
      log.event('service_still_unavailable', { service, seconds: Math.round(seconds) });
    },
    recovered: (service, seconds) => {
      log.event('service_recovered', { service, seconds: Number(seconds.toFixed(1)) });
    },
  };
}
