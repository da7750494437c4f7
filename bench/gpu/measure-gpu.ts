// How fast are the networks on the devices of this machine, and do they compute there what they compute on the CPU?
//
//   bash bench/gpu/pack.sh FOLDER && bash FOLDER/run.sh [--quick] [--minutes N] [--results FILE]
//
// It prints tables, writes everything as JSON, and ends with exit code 1 when something has failed. --quick takes the
// small networks of the tests, for software drivers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { emptyHome } from '../support/empty-home.ts';
import { linkCudaProvider } from './cuda-provider.ts';
import { startGpuMeter } from './gpu-meter.ts';
import { describeMachine, tryDevices } from './machine.ts';
import { measureAll } from './measure-all.ts';
import { installModels } from './models.ts';
import { planMeasurements } from './plan.ts';
import { failuresOf, leftOutOf, type Measured, type Results } from './results.ts';
import { runTask } from './run-task.ts';
import { devicesText, machineText, resultsText } from './tables.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '8' },
    results: { type: 'string', default: 'results.json' },
  },
});
const file = resolve(values.results);
const began = performance.now();
const secondsSince = () => (performance.now() - began) / 1_000;
const size = values.quick ? 'tiny' : 'published';
const progress = (text: string) =>
  process.stderr.write(`[${secondsSince().toFixed(0).padStart(4)} s] ${text}\n`);

const machine = describeMachine();
console.log(machineText(machine));
const provider = linkCudaProvider();
if (provider) progress(`the CUDA provider of onnxruntime is used from ${provider}`);
progress('trying the devices');
const devices = await tryDevices();
console.log(devicesText(devices));

const meter = startGpuMeter();
const home = emptyHome();
let results = toResults([]);
try {
  progress(`installing the models: ${results.networks}`);
  const models = await installModels(home.path, size);
  const ready = devices.filter(({ isReady }) => isReady).map(({ device }) => device);
  const { nCores } = machine;
  const plan = planMeasurements({ devices: ready, models, nCores, isQuick: values.quick });
  await measureAll({
    plan,
    meter,
    run: runTask,
    secondsLeft: () => 60 * Number(values.minutes) - secondsSince(),
    onBegin: (title, index) => progress(`${index + 1} of ${plan.length}: ${title}`),
    onMeasured(measured) {
      results = toResults(measured);
      keep(results);
    },
  });
} catch (error) {
  results = { ...results, failures: [...results.failures, String(error)] };
} finally {
  meter.stop();
  home.remove();
}
keep(results);
console.log(resultsText(results));
console.log(`\nEverything is in ${file}`);
process.exitCode = results.failures.length > 0 ? 1 : 0;

function toResults(measured: readonly Measured[]): Results {
  const seconds = secondsSince();
  return {
    began: new Date(Date.now() - 1_000 * seconds).toISOString(),
    seconds,
    networks:
      size === 'tiny'
        ? 'the small ones of the tests'
        : 'in their published shape, with random weights',
    machine,
    devices,
    measured: [...measured],
    failures: failuresOf(devices, measured),
    leftOut: leftOutOf(measured),
  };
}

/** Written after every measurement, so that it is there whatever happens. */
function keep(value: Results): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
