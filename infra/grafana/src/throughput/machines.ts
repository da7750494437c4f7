import type { DashboardRow } from '../create-dashboard.ts';
import { graph, labelTable } from '../metric-panels.ts';

export const MACHINES: DashboardRow = {
  title: 'Machines',
  lines: [
    [
      labelTable({
        title: 'Workers',
        description:
          'Each worker as the ledger names it, with its device, audio decoder and onnxruntime.',
        unit: 'none',
        expr: 'max by (instance, worker, device, decoder, runtime) (earmark_worker_info{instance=~"$instance"})',
      }),
      labelTable({
        title: 'Versions',
        description:
          'Each program with its version and that of Node. All machines should have the same.',
        unit: 'none',
        expr: 'max by (instance, program, version, node) (earmark_build_info{instance=~"$instance"})',
      }),
    ],
    [
      graph({
        title: 'Memory',
        description:
          'Memory that each program occupies. The decoders are processes of their own, which do not count.',
        unit: 'bytes',
        expr: 'process_resident_memory_bytes{job=~"earmark-.+", instance=~"$instance"}',
        legend: '{{job}} {{instance}}',
      }),
      graph({
        title: 'Processor',
        description:
          'Processor cores that each program uses. The decoders are processes of their own, which do not count.',
        unit: 'suffix: cores',
        expr: 'rate(process_cpu_seconds_total{job=~"earmark-.+", instance=~"$instance"}[$__rate_interval])',
        legend: '{{job}} {{instance}}',
      }),
      graph({
        title: 'Event loop delay, p99',
        description:
          'How late the event loop of each program runs a timer: 99 % of the timers were no later. A worker whose loop is late for long may lose its locks.',
        unit: 's',
        expr: 'histogram_quantile(0.99, sum by (le, instance) (rate(earmark_event_loop_delay_seconds_bucket{instance=~"$instance"}[$__rate_interval])))',
        legend: '{{instance}}',
      }),
      graph({
        title: 'Free disk space',
        description:
          'Free share of the file systems that hold TMPDIR (temporary) and EARMARK_HOME (home).',
        unit: 'percentunit',
        max: 1,
        expr: 'min by (instance, folder) (earmark_disk_free_bytes{instance=~"$instance"} / earmark_disk_size_bytes{instance=~"$instance"})',
        legend: '{{instance}} {{folder}}',
      }),
    ],
  ],
};

// By the DCGM exporter, which has an instance of its own: the variable of the programs says nothing about it.
export const GPUS: DashboardRow = {
  title: 'GPUs',
  lines: [
    [
      graph({
        title: 'GPU busy',
        description:
          'Share of the time in which the graphics or compute engine of each GPU was active.',
        unit: 'percentunit',
        noValue: 'no GPU',
        max: 1,
        expr: 'max by (Hostname, gpu) (DCGM_FI_PROF_GR_ENGINE_ACTIVE)',
        legend: '{{Hostname}} GPU {{gpu}}',
      }),
      graph({
        title: 'GPU memory',
        description: 'Memory of each GPU that is in use.',
        unit: 'mbytes',
        noValue: 'no GPU',
        expr: 'max by (Hostname, gpu) (DCGM_FI_DEV_FB_USED)',
        legend: '{{Hostname}} GPU {{gpu}}',
      }),
      graph({
        title: 'GPU power',
        description: 'Power that each GPU draws.',
        unit: 'watt',
        noValue: 'no GPU',
        expr: 'max by (Hostname, gpu) (DCGM_FI_DEV_POWER_USAGE)',
        legend: '{{Hostname}} GPU {{gpu}}',
      }),
    ],
  ],
};
