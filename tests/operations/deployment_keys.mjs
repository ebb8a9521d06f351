// The keys that the deployment files may use, by kind. A typing error in one is silently ignored by most tools, so that
// a probe or a limit would be missing without anybody noticing. Add a key here when a file starts to use it.
const any = true; // not looked into
const list = (item) => [item];
const labels = any;
const port = { name: any, containerPort: any };
const httpProbe = { path: any, port: any };
const probe = {
  httpGet: httpProbe, exec: { command: any }, tcpSocket: { port: any },
  periodSeconds: any, timeoutSeconds: any, failureThreshold: any,
};
const keyRef = { name: any, key: any };
const container = {
  name: any, image: any, command: any, args: any,
  env: list({ name: any, value: any, valueFrom: { secretKeyRef: keyRef } }),
  envFrom: list({ configMapRef: { name: any } }),
  ports: list(port), startupProbe: probe, readinessProbe: probe, livenessProbe: probe,
  resources: { requests: { cpu: any, memory: any }, limits: { cpu: any, memory: any } },
  securityContext: { allowPrivilegeEscalation: any, readOnlyRootFilesystem: any, capabilities: { drop: any } },
  volumeMounts: list({ name: any, mountPath: any, readOnly: any }),
};
const volume = {
  name: any, emptyDir: {}, secret: { secretName: any, defaultMode: any },
  configMap: { name: any, items: list({ key: any, path: any }) },
};
const pod = {
  automountServiceAccountToken: any, enableServiceLinks: any, terminationGracePeriodSeconds: any,
  securityContext: { runAsNonRoot: any, runAsUser: any, runAsGroup: any, fsGroup: any, seccompProfile: { type: any } },
  containers: list(container), volumes: list(volume),
};
const metadata = { name: any, namespace: any, labels, annotations: any };
const top = { apiVersion: any, kind: any, metadata };
const selector = { matchLabels: labels, matchExpressions: list({ key: any, operator: any, values: any }) };
const networkPeer = { podSelector: selector, namespaceSelector: selector };

export const kubernetesKeys = {
  Deployment: { ...top, spec: { replicas: any, strategy: { type: any }, selector, template: { metadata, spec: pod } } },
  Service: {
    ...top,
    spec: { clusterIP: any, selector: labels, ports: list({ name: any, port: any, targetPort: any, appProtocol: any }) },
  },
  NetworkPolicy: {
    ...top,
    spec: { podSelector: selector, policyTypes: any, ingress: list({ from: list(networkPeer), ports: list({ port: any }) }) },
  },
  ConfigMap: { ...top, data: any },
};

const composeService = {
  image: any, build: { context: any, dockerfile: any }, command: any, environment: any, ports: any, volumes: any,
  depends_on: any, secrets: any, read_only: any, cap_drop: any, security_opt: any, tmpfs: any, restart: any,
  stop_grace_period: any, healthcheck: { test: any, interval: any },
};
export const composeKeys = { name: any, 'x-service': any, 'x-environment': any, services: any, volumes: any, secrets: any };
export const composeServiceKeys = composeService;

// Paths of keys in `value` that `known` does not name.
export function unknownKeys(value, known, at = '') {
  if (known === any || value === null || value === undefined) return [];
  if (Array.isArray(known)) {
    return Array.isArray(value) ? value.flatMap((item, i) => unknownKeys(item, known[0], `${at}[${i}]`)) : [`${at} (no list)`];
  }
  if (typeof value !== 'object' || Array.isArray(value)) return [`${at} (no map)`];
  return Object.entries(value).flatMap(([key, inner]) =>
    key in known ? unknownKeys(inner, known[key], `${at}.${key}`) : [`${at}.${key}`]);
}
