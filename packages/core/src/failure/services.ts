import type { FailureCode } from './codes.ts';

/** The services that a program may be without for a time; named as in metrics, logs and the ledger. */
export const SERVICES = ['postgres', 'redis', 's3'] as const;
export type ServiceName = (typeof SERVICES)[number];

const SERVICE_OF: Partial<Record<FailureCode, ServiceName>> = {
  STORE_UNAVAILABLE: 'postgres',
  QUEUE_UNAVAILABLE: 'redis',
  SOURCE_OUTAGE: 's3',
};

/** The service that a failure with this code is an outage of; undefined when it is not an outage. */
export function serviceOf(code: FailureCode): ServiceName | undefined {
  return SERVICE_OF[code];
}
