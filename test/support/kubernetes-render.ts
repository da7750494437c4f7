import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

export const KUBERNETES = fileURLToPath(new URL('../../infra/kubernetes', import.meta.url));

export const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

type Labels = Readonly<Record<string, string>>;

export interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly envFrom: readonly { readonly secretRef: { readonly name: string } }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: { readonly limits: Readonly<Record<string, string>> };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

export interface Pod {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly volumes: readonly {
      readonly name: string;
      readonly configMap?: { readonly name: string };
    }[];
    readonly terminationGracePeriodSeconds: number;
    readonly tolerations?: readonly { readonly key: string }[];
    readonly topologySpreadConstraints?: readonly { readonly labelSelector: Selector }[];
  };
}

export interface Selector {
  readonly matchLabels: Labels;
}

export interface PolicyRule {
  readonly ports: readonly { readonly port: number | string; readonly protocol?: string }[];
  readonly to?: readonly { readonly ipBlock: { readonly cidr: string } }[];
}

/** An object as kustomize renders it, with what the tests ask of its kind. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly replicas?: number;
    readonly template?: Pod;
    readonly selector?: Selector;
    readonly podSelector?: Selector;
    readonly scaleTargetRef?: { readonly name: string };
    readonly fallback?: { readonly replicas: number };
    readonly secretTargetRef?: readonly { readonly name: string }[];
    readonly triggers?: readonly {
      readonly metadata: { readonly query: string };
      readonly authenticationRef: { readonly name: string };
    }[];
    readonly podMetricsEndpoints?: readonly { readonly port: string }[];
    readonly egress?: readonly PolicyRule[];
    readonly ingress?: readonly PolicyRule[];
  };
}

/** What `kubectl apply -k` applies, with what it prints. */
export function renderKubernetes(folder: string): {
  readonly objects: readonly KubernetesObject[];
  readonly stdout: string;
  readonly stderr: string;
} {
  const { stdout, stderr } = spawnSync('kubectl', ['kustomize', `${KUBERNETES}/${folder}`], {
    encoding: 'utf8',
  });
  return { objects: readObjects(stdout), stdout, stderr };
}

export function readObjects(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}
