import { formatCounted } from '@earmark/core/text';

/** `1 job was removed from the queue`. */
export function removedJobsText(nJobs: number): string {
  return `${formatCounted(nJobs, 'job')} ${nJobs === 1 ? 'was' : 'were'} removed from the queue`;
}
