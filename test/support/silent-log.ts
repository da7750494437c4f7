import type { Log } from '@earmark/runtime/log';

export function silentLog(): Log {
  return { event: () => undefined };
}
