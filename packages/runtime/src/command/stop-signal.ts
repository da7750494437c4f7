import { INTERRUPTED } from './exit-with-code.ts';

/**
 * Aborted when this process is asked to stop: by Ctrl-C, by SIGTERM, or because the program that started it
 * or that reads its output is gone. Asked a second time, the process ends at once.
 */
export function stopSignal(self: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) self.exit(INTERRUPTED);
    controller.abort();
  };
  self.on('SIGINT', stop).on('SIGTERM', stop);
  for (const stream of [self.stdout, self.stderr]) {
    // Every further write fails too, which is not somebody who asks a second time.
    stream.on('error', () => {
      controller.abort();
    });
  }
  if (self.connected) {
    self.once('disconnect', stop);
    // The channel tells us when our parent dies; it must not keep us alive when all is done.
    self.channel?.unref();
  }
  return controller.signal;
}
