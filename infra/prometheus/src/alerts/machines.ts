import type { Alert } from '../alert.ts';

/** About disks and GPUs. A share of a large disk is still much and a small disk may be enough: both limits must be crossed. */
export const MACHINE_ALERTS: readonly Alert[] = [
  {
    name: 'EarmarkDiskAlmostFull',
    severity: 'warning',
    expr: `
      earmark_disk_free_bytes < 10 * 2^30
      and earmark_disk_free_bytes / earmark_disk_size_bytes < 0.1`,
    for: '15m',
    summary:
      'The disk of the {{ $labels.folder }} folder at {{ $labels.instance }} has only {{ $value | humanize1024 }}B left.',
  },
  {
    name: 'EarmarkDiskFull',
    severity: 'critical',
    expr: `
      earmark_disk_free_bytes < 2^30
      and earmark_disk_free_bytes / earmark_disk_size_bytes < 0.03`,
    for: '5m',
    summary:
      'The disk of the {{ $labels.folder }} folder at {{ $labels.instance }} is full but for {{ $value | humanize1024 }}B.',
  },
  {
    name: 'EarmarkHostDiskAlmostFull',
    severity: 'warning',
    expr: `
      node_filesystem_avail_bytes{job="node", fstype!~"tmpfs|ramfs|squashfs|overlay|vfat", mountpoint!~"/boot.*"} < 10 * 2^30
      and node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1
      and node_filesystem_readonly == 0`,
    for: '15m',
    summary:
      'The disk {{ $labels.mountpoint }} of {{ $labels.instance }} has only {{ $value | humanize1024 }}B left.',
  },
  {
    name: 'EarmarkGpuError',
    severity: 'warning',
    // The gauge keeps the last XID until the exporter is restarted: one that was there an hour ago is not new.
    expr: `
      max by (Hostname, gpu) (DCGM_FI_DEV_XID_ERRORS{job="dcgm"}) > 0
      unless max by (Hostname, gpu) (DCGM_FI_DEV_XID_ERRORS{job="dcgm"})
        == max by (Hostname, gpu) (DCGM_FI_DEV_XID_ERRORS{job="dcgm"} offset 1h)`,
    for: '0s',
    summary:
      'The driver reported XID {{ $value | printf "%.0f" }} for GPU {{ $labels.gpu }} of {{ $labels.Hostname }}.',
  },
  {
    name: 'EarmarkGpuMemoryErrors',
    severity: 'critical',
    // Remapped rows are exported by default; double-bit errors where they are enabled.
    expr: `
      sum by (Hostname, gpu) (increase(DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS{job="dcgm"}[1h])) > 0
      or sum by (Hostname, gpu) (increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{job="dcgm"}[1h])) > 0`,
    for: '0s',
    summary:
      'The memory of GPU {{ $labels.gpu }} of {{ $labels.Hostname }} has uncorrectable errors: {{ $value | printf "%.0f" }} within an hour.',
  },
];
