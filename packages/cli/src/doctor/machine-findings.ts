import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import type { Finding } from './finding.ts';

const MIN_NODE = [20, 19] as const;
const GIB = 2 ** 30;

export function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return {
    part: 'node',
    state: isNewEnough ? 'ready' : 'needed',
    found: process.version,
    fix: isNewEnough ? null : `Install Node ${MIN_NODE.join('.')} or newer`,
  };
}

export function machineFinding(): Finding {
  const parts = [
    `${process.platform}-${process.arch}`,
    `${availableParallelism()} cores`,
    cpus()[0]?.model.trim() ?? 'unknown processor',
    `${(totalmem() / GIB).toFixed(0)} GiB of memory, ${(freemem() / GIB).toFixed(0)} free`,
  ];
  return { part: 'machine', state: 'ready', found: parts.join(', '), fix: null };
}
