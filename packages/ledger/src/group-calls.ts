import { setImmediate } from 'node:timers/promises';

/**
 * A function that makes one call at a time, and answers what is asked meanwhile by the next one, together: nothing waits
 * when there is little to ask, and when there is much the cost of a statement is shared.
 *
 * @param callTogether the answer to each request, in the order given; it throws when it can answer none
 * @param options.limit requests in a call at most
 * @param options.belongTogether whether two requests can be in one call
 */
export function groupCalls<Request, Answer>(
  callTogether: (requests: readonly [Request, ...Request[]]) => Promise<readonly Answer[]>,
  {
    limit,
    belongTogether = () => true,
  }: { limit: number; belongTogether?: (a: Request, b: Request) => boolean },
): (request: Request) => Promise<Answer> {
  let waiting: Waiting<Request, Answer>[] = [];
  let isCalling = false;

  const callForWaiting = async (): Promise<void> => {
    isCalling = true;
    // What is asked in the same turn of the event loop, as by jobs that are delivered together, goes together.
    await setImmediate();
    for (let [first] = waiting; first; [first] = waiting) {
      const { request } = first;
      const alike = waiting.filter((one) => belongTogether(request, one.request));
      const together = new Set(alike.slice(0, limit));
      waiting = waiting.filter((one) => !together.has(one));
      await answer([...together]);
    }
    isCalling = false;
  };

  /** What cannot be answered fails alone. */
  const answer = async (together: readonly Waiting<Request, Answer>[]): Promise<void> => {
    const [first, ...others] = together;
    if (!first) return;
    try {
      const answers = await callTogether([first.request, ...others.map(({ request }) => request)]);
      answers.forEach((its, i) => {
        together[i]?.resolve(its);
      });
    } catch (error) {
      if (others.length === 0) first.reject(error);
      else for (const one of together) await answer([one]);
    }
  };

  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (!isCalling) void callForWaiting();
    });
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}
