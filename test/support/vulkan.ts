import { existsSync } from 'node:fs';
import type { Variables } from './earmark.ts';

/** Chromium brings a Vulkan driver for machines without a GPU: slow, but the same arithmetic as one. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Where Debian and others have the library that loads the driver. */
const LOADERS = ['x86_64-linux-gnu', 'aarch64-linux-gnu', ''].map(
  (folder) => `/usr/lib/${folder}/libvulkan.so.1`,
);

/** What a program needs in its environment to find a Vulkan driver here; undefined where there is none. */
export const vulkan: Variables | undefined = driverVariables();
if (!vulkan) {
  console.warn(
    `SKIPPED, networks on WebGPU: VK_DRIVER_FILES names no Vulkan driver, there is no ${SWIFTSHADER}, or no libvulkan.so.1. ` +
      'Get one with: apt-get install chromium libvulkan1',
  );
}

function driverVariables(): Variables | undefined {
  const files = process.env['VK_DRIVER_FILES'] ?? SWIFTSHADER;
  return existsSync(files) && LOADERS.some((loader) => existsSync(loader))
    ? // Mesa's layer, where it is installed, prints a line for every process of a machine without a desktop.
      { VK_DRIVER_FILES: files, NODEVICE_SELECT: '1' }
    : undefined;
}
