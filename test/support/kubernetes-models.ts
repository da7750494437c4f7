import { ScaledObject, TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { PodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';

/** Checks an object against the schema of its kind. @throws when the two do not agree */
export function validateObject(object: { readonly kind: string }): void {
  const validate = VALIDATORS[object.kind];
  if (!validate) throw new Error(`There is no schema for ${object.kind}.`);
  validate(object as never);
}

const VALIDATORS: Readonly<Record<string, (object: never) => void>> = {
  Deployment: (object) => {
    new Deployment(object).validate();
  },
  Job: (object) => {
    new Job(object).validate();
  },
  NetworkPolicy: (object) => {
    new NetworkPolicy(object).validate();
  },
  PodDisruptionBudget: (object) => {
    new PodDisruptionBudget(object).validate();
  },
  PodMonitor: (object) => {
    new PodMonitor(object).validate();
  },
  ScaledObject: (object) => {
    new ScaledObject(object).validate();
  },
  TriggerAuthentication: (object) => {
    new TriggerAuthentication(object).validate();
  },
};
