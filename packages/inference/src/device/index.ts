export { chooseDevice, type ChosenDevice, type RequestedDevice } from './choose-device.ts';
export { DeviceName, DEVICES } from './devices.ts';
export { installCuda } from './install-cuda.ts';
export {
  onnxruntimeFolder,
  parseDriverError,
  probeDevice,
  type Variables,
} from './probe-device.ts';
export { workerEnvironments } from './visible-gpus.ts';
