import { REFERENCE_TOLERANCE } from '@earmark/core/model';
import { gpuUse, type GpuMeter } from './gpu-meter.ts';
import { limitWithin, type Planned, subjectsOf } from './plan.ts';
import type { Measured, MeasuredSample } from './results.ts';
import { type Ending, runTask } from './run-task.ts';
import { type Sample, subject, type Task } from './task.ts';

export interface MeasureAllOptions {
  readonly plan: readonly Planned[];
  readonly meter: GpuMeter;
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
  { meter, secondsLeft, onBegin }: MeasureAllOptions,
): Promise<Measured> {
  const { title, task } = planned;
  const leftOut = (reason: string) => toMeasured(planned, [], { state: 'left out', reason });
  const unproved = subjectsOf(task).find((one) => !equal.has(one));
  if (unproved) return leftOut(`it is not proved that ${unproved} computes what the CPU computes`);
  const limit = limitWithin(planned, secondsLeft());
  if (limit === undefined) return leftOut('there was no time left');

  onBegin(title, index);
  const samples: Sample[] = [];
  const started = Date.now();
  const ending = await runTask(task, limit, (sample) => samples.push(sample));
  const withGpu = samples.map((sample): MeasuredSample => {
    if (sample.kind !== 'speed') return sample;
    const { begin, end } = sample;
    return { ...sample, gpu: gpuUse(meter.readings, { started, begin, end }) ?? null };
  });
  return toMeasured(planned, withGpu, verdict(samples, ending));
}

/** A difference beyond the tolerance of `earmark models verify` is a failure. */
function verdict(samples: readonly Sample[], ending: Ending): Ending {
  const differs = samples.find(
    (sample) => sample.kind === 'equality' && !(sample.difference <= REFERENCE_TOLERANCE),
  );
  if (differs?.kind !== 'equality') return ending;
  const reason = `scores differ by ${differs.difference.toExponential(1)}, and ${REFERENCE_TOLERANCE} is allowed`;
  return { state: 'failed', reason };
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
