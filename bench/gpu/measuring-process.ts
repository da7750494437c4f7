import { messageOf } from '@earmark/core/failure';
import { measureDecoders } from './decode.ts';
import { compareWithCpu } from './equality.ts';
import { measureFrontEnds, measureNetwork, measureTracks } from './speed.ts';
import type { Sample, Task, TaskEnd } from './task.ts';

// The entry of a process that measures one thing: a driver that fails may take its process with it.
process.once('message', (task: Task) => {
  void measure(task)
    .then(
      () => null,
      (cause: unknown) => messageOf(cause).trim(),
    )
    .then((failure) => {
      const end: TaskEnd = { kind: 'end', failure };
      process.send?.(end, () => process.exit());
    });
});

async function measure(task: Task): Promise<void> {
  for await (const sample of samplesOf(task)) process.send?.(sample);
}

function samplesOf(task: Task): AsyncIterable<Sample> {
  switch (task.kind) {
    case 'equality':
      return compareWithCpu(task);
    case 'network':
      return measureNetwork(task);
    case 'tracks':
      return measureTracks(task);
    case 'front-ends':
      return measureFrontEnds(task);
    case 'decode':
      return measureDecoders();
  }
}
