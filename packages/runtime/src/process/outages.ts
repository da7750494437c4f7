import { type ServiceName, SERVICES } from '@earmark/core/failure';

/** What a program is told of its outages: once when one begins, each minute while it lasts, and when it ends. */
export interface OutageListener {
  unavailable(service: ServiceName, error: string): void;
  stillUnavailable(service: ServiceName, seconds: number): void;
  recovered(service: ServiceName, seconds: number): void;
}

/** The outages of one program, whoever in it notices them. */
export interface Outages {
  /** A service does not answer; nothing new when that is known. */
  began(service: ServiceName, error: string): void;
  /** A service answers; nothing new unless it did not. */
  ended(service: ServiceName): void;
  /** The services that are unavailable now. */
  current(): readonly ServiceName[];
  /** The error with which the current outage of a service began; undefined when it is available. */
  errorOf(service: ServiceName): string | undefined;
  /** The outages of a service so far, and their seconds, those of the current one included. */
  countOf(service: ServiceName): { readonly n: number; readonly seconds: number };
}

const REMINDER_MS = 60_000;

/** @param now milliseconds on a clock that only goes forward */
export function createOutages(
  listener: OutageListener,
  now: () => number = () => performance.now(),
): Outages {
  const states = new Map<ServiceName, OutageState>();
  const stateOf = (service: ServiceName): OutageState => {
    const state = states.get(service) ?? { n: 0, endedMs: 0, current: undefined };
    states.set(service, state);
    return state;
  };
  return {
    began(service, error) {
      const state = stateOf(service);
      if (state.current) return;
      const since = now();
      const remind = () => {
        listener.stillUnavailable(service, (now() - since) / 1_000);
      };
      // A reminder must not keep a program alive that gives up.
      state.current = { since, error, reminder: setInterval(remind, REMINDER_MS).unref() };
      state.n++;
      listener.unavailable(service, error);
    },
    ended(service) {
      const state = stateOf(service);
      if (!state.current) return;
      const { since, reminder } = state.current;
      clearInterval(reminder);
      state.current = undefined;
      state.endedMs += now() - since;
      listener.recovered(service, (now() - since) / 1_000);
    },
    current: () => SERVICES.filter((service) => states.get(service)?.current),
    errorOf: (service) => states.get(service)?.current?.error,
    countOf(service) {
      const { n, endedMs, current } = stateOf(service);
      return { n, seconds: (endedMs + (current ? now() - current.since : 0)) / 1_000 };
    },
  };
}

interface OutageState {
  n: number;
  /** Length of all outages that have ended. */
  endedMs: number;
  current:
    | { readonly since: number; readonly error: string; readonly reminder: NodeJS.Timeout }
    | undefined;
}
