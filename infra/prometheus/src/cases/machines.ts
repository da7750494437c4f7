import { dcgm, GPU, LEDGER_DISK, node, worker } from './healthy-system.ts';
import { type Case, constant, rising, step } from './series.ts';

const GIB = 2 ** 30;
const TEMPORARY = { folder: 'temporary' };
const AT_WORKER = { job: 'earmark-worker', instance: 'worker-1:9465', ...TEMPORARY };
const AT_LEDGER = { job: 'node', instance: 'queue-1:9100', ...LEDGER_DISK };

const freeIs = (bytes: number) => ({
  [worker('earmark_disk_free_bytes', TEMPORARY)]: constant(bytes),
});
const ledgerFreeIs = (bytes: number) => ({
  [node('node_filesystem_avail_bytes', LEDGER_DISK)]: constant(bytes),
});

const ALMOST_FULL = {
  alert: 'EarmarkDiskAlmostFull',
  labels: AT_WORKER,
  summary: 'The disk of the temporary folder at worker-1:9465 has only 512MiB left.',
} as const;

export const MACHINE_CASES: readonly Case[] = [
  {
    about: 'EarmarkDiskAlmostFull',
    title: 'fires when less than a tenth and less than 10 GiB are free',
    series: freeIs(5 * GIB),
    at: [20],
    fires: [
      {
        alert: 'EarmarkDiskAlmostFull',
        labels: AT_WORKER,
        summary: 'The disk of the temporary folder at worker-1:9465 has only 5GiB left.',
      },
    ],
  },
  {
    about: 'EarmarkDiskAlmostFull',
    title: 'does not fire for a small disk that is empty, nor for a large one that is not',
    series: {
      ...freeIs(1.9 * GIB),
      [worker('earmark_disk_size_bytes', TEMPORARY)]: constant(2 * GIB),
      [worker('earmark_disk_free_bytes', { folder: 'home' })]: constant(300 * GIB),
      [worker('earmark_disk_size_bytes', { folder: 'home' })]: constant(8_000 * GIB),
    },
    at: [20, 30],
    fires: [],
  },
  {
    about: 'EarmarkDiskFull',
    title: 'fires when less than 3 % and less than 1 GiB are free',
    series: freeIs(0.5 * GIB),
    at: [20],
    fires: [
      ALMOST_FULL,
      {
        alert: 'EarmarkDiskFull',
        labels: AT_WORKER,
        summary: 'The disk of the temporary folder at worker-1:9465 is full but for 512MiB.',
      },
    ],
  },
  {
    about: 'EarmarkDiskFull',
    title: 'does not fire when a long track fills the disk for a moment',
    series: {
      [worker('earmark_disk_free_bytes', TEMPORARY)]:
        `${step(20 * GIB, 20, 0.5 * GIB).replace(/240$/, '2')} ${constant(20 * GIB)}`,
    },
    at: [21, 24, 30],
    fires: [],
  },
  {
    about: 'EarmarkHostDiskAlmostFull',
    title: 'fires when the disk of the ledger fills',
    series: ledgerFreeIs(8 * GIB),
    at: [20],
    fires: [
      {
        alert: 'EarmarkHostDiskAlmostFull',
        labels: AT_LEDGER,
        summary: 'The disk /var/lib/postgresql of queue-1:9100 has only 8GiB left.',
      },
    ],
  },
  {
    about: 'EarmarkHostDiskAlmostFull',
    title: 'does not fire for a boot partition, nor for a file system that cannot be written',
    series: Object.fromEntries(
      [
        { mountpoint: '/boot', fstype: 'ext4', device: '/dev/sda1', readonly: 0 },
        { mountpoint: '/media/cdrom', fstype: 'iso9660', device: '/dev/sr0', readonly: 1 },
      ].flatMap(({ readonly, ...labels }) => [
        [node('node_filesystem_avail_bytes', labels), constant(0)],
        [node('node_filesystem_size_bytes', labels), constant(GIB)],
        [node('node_filesystem_readonly', labels), constant(readonly)],
      ]),
    ),
    at: [20, 30],
    fires: [],
  },
  {
    about: 'EarmarkGpuError',
    title: 'fires when the driver reports an XID',
    series: { [dcgm('DCGM_FI_DEV_XID_ERRORS', GPU)]: step(0, 62, 79) },
    at: [64, 90],
    fires: [
      {
        alert: 'EarmarkGpuError',
        labels: GPU,
        summary: 'The driver reported XID 79 for GPU 0 of worker-1.',
      },
    ],
  },
  {
    about: 'EarmarkGpuError',
    title: 'does not fire for an XID that the exporter has shown for hours',
    series: { [dcgm('DCGM_FI_DEV_XID_ERRORS', GPU)]: constant(31) },
    at: [70],
    fires: [],
  },
  {
    about: 'EarmarkGpuMemoryErrors',
    title: 'fires when rows with uncorrectable errors are remapped',
    series: { [dcgm('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', GPU)]: rising(0, 0.1) },
    at: [65],
    fires: [
      {
        alert: 'EarmarkGpuMemoryErrors',
        labels: GPU,
        summary: 'The memory of GPU 0 of worker-1 has uncorrectable errors: 6 within an hour.',
      },
    ],
  },
  {
    about: 'EarmarkGpuMemoryErrors',
    title: 'fires for double-bit errors where they are exported',
    series: { [dcgm('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', GPU)]: rising(0, 0.1) },
    at: [65],
    fires: [
      {
        alert: 'EarmarkGpuMemoryErrors',
        labels: GPU,
        summary: 'The memory of GPU 0 of worker-1 has uncorrectable errors: 6 within an hour.',
      },
    ],
  },
  {
    about: 'EarmarkGpuMemoryErrors',
    title: 'does not fire for rows that were remapped long ago',
    series: { [dcgm('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', GPU)]: constant(2) },
    at: [65],
    fires: [],
  },
];
