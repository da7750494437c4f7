import { existsSync } from 'node:fs';
import type { Variables } from './earmark.ts';

/** Chromium brings a Vulkan driver for machines without a GPU: slow, but the same arithmetic as one. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** What a program needs in its environment to find a Vulkan driver here; undefined where there is none. */
export const vulkan: Variables | undefined = driverVariables();
if (!vulkan) {
  console.warn(
    `SKIPPED, networks on WebGPU: VK_DRIVER_FILES names no Vulkan driver and there is no ${SWIFTSHADER}. ` +
      'Get one with: apt-get install chromium libvulkan1',
  );
}

function driverVariables(): Variables | undefined {
  const files = process.env['VK_DRIVER_FILES'] ?? SWIFTSHADER;
  return existsSync(files) ? { VK_DRIVER_FILES: files } : undefined;
}
