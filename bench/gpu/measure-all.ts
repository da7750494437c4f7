import { gpuUse, type GpuMeter } from './gpu-meter.ts';
import { limitWithin, type Planned, subjectsOf } from './plan.ts';
import { type Measured, type MeasuredSample, verdict } from './results.ts';
import type { Ending, RunTask } from './run-task.ts';
import { type Sample, subject, type Task } from './task.ts';

export interface MeasureAllOptions {
  readonly plan: readonly Planned[];
  readonly meter: Pick<GpuMeter, 'readings'>;
  readonly run: RunTask;
  readonly secondsLeft: () => number;
  readonly onBegin: (title: string, index: number) => void;
  /** Called with everything so far. */
  readonly onMeasured: (measured: readonly Measured[]) => void;
}

/** Measures one after the other as long as there is time. What is not proved to be equal to the CPU is not timed. */
export async function measureAll(options: MeasureAllOptions): Promise<readonly Measured[]> {
  const equal = new Set<string>();
  const measured: Measured[] = [];
  for (const [index, planned] of options.plan.entries()) {
    const one = await measureOne(planned, equal, index, options);
    measured.push(one);
    const { task } = planned;
    if (task.kind === 'equality' && one.ending.state === 'done')
      equal.add(subject(task.device, task.model));
    options.onMeasured(measured);
  }
  return measured;
}

async function measureOne(
  planned: Planned,
  equal: ReadonlySet<string>,
  index: number,
  { meter, run, secondsLeft, onBegin }: MeasureAllOptions,
): Promise<Measured> {
  const { title, task } = planned;
  const leftOut = (reason: string) => toMeasured(planned, [], { state: 'left out', reason });
  const unproved = subjectsOf(task).find((one) => !equal.has(one));
  if (unproved) return leftOut(`${unproved} is not proved to be equal to the CPU`);
  const limit = limitWithin(planned, secondsLeft());
  if (limit === undefined) return leftOut('there was no time left');

  onBegin(title, index);
  const samples: Sample[] = [];
  const started = Date.now();
  const ending = await run(task, limit, (sample) => samples.push(sample));
  const withGpu = samples.map((sample): MeasuredSample => {
    if (sample.kind !== 'speed') return sample;
    const { begin, end } = sample;
    const use = gpuUse(meter.readings, { started, begin, end });
    // While the CPU computes, what a GPU does is the work of others.
    return { ...sample, gpu: 'device' in task && task.device !== 'cpu' ? (use ?? null) : null };
  });
  return toMeasured(planned, withGpu, verdict(samples, ending));
}

function toMeasured(
  { title, task }: Planned,
  samples: readonly MeasuredSample[],
  ending: Ending,
): Measured {
  return {
    title,
    kind: task.kind,
    device: 'device' in task ? task.device : null,
    models: modelsOf(task).map(({ spec }) => spec.name),
    nSessionThreads: task.kind === 'tracks' ? task.nSessionThreads : null,
    nThreads: task.kind === 'tracks' ? task.nThreads : null,
    samples,
    ending,
  };
}

function modelsOf(task: Task) {
  if ('model' in task) return [task.model];
  return 'models' in task ? task.models : [];
}
