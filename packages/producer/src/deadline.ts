import { InvalidArgumentError } from 'commander';

const CLOCK_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
/** A date and a time of day; without a zone it is local time. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * A deadline as an ISO 8601 time in UTC. HH:MM is the next such time of day, in local time.
 *
 * @throws InvalidArgumentError for any other text
 */
export function parseDeadline(text: string, now: Date): string {
  const [, hours, minutes] = CLOCK_TIME.exec(text) ?? [];
  if (hours !== undefined) return nextTimeOfDay(Number(hours), Number(minutes), now).toISOString();
  const time = ISO_TIME.test(text) ? new Date(text) : undefined;
  if (time && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new InvalidArgumentError(
    'It must be a time such as 2026-05-01T06:00, 2026-05-01T06:00Z or 06:00.',
  );
}

function nextTimeOfDay(hours: number, minutes: number, now: Date): Date {
  const time = new Date(now);
  time.setHours(hours, minutes, 0, 0);
  if (time <= now) time.setDate(time.getDate() + 1);
  return time;
}
