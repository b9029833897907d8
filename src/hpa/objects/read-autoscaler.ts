import { HpaError } from '../hpa-error.ts';
import type {
  Autoscaler,
  Behavior,
  MetricSource,
  MetricSpec,
  MetricTarget,
  ScalingPolicy,
  ScalingRules,
} from './autoscaler.ts';
import type { Fields } from './fields.ts';

/**
 * A HorizontalPodAutoscaler of autoscaling/v2 (v2beta2 has the same shape, v1 the CPU alone), with the defaults that the API
 * server fills in. Source: pkg/apis/autoscaling/v2/defaults.go, Kubernetes v1.36.3.
 */
export function readAutoscaler(fields: Fields): Autoscaler {
  const version = fields.optionalText('apiVersion') ?? 'autoscaling/v2';
  if (!/^autoscaling\/(v1|v2|v2beta2)$/.test(version))
    throw new HpaError(
      `${fields.where} is of ${version}: print it with kubectl get hpa.v2.autoscaling NAME -o yaml`,
    );
  const metadata = fields.optionalObject('metadata');
  const spec = fields.object('spec');
  const target = spec.optionalObject('scaleTargetRef');
  const maxReplicas = spec.optionalCount('maxReplicas', 1);
  if (maxReplicas === undefined) throw new HpaError(`${spec.where}.maxReplicas is missing`);
  const minReplicas = spec.optionalCount('minReplicas', 0) ?? 1;
  if (minReplicas > maxReplicas)
    throw new HpaError(`${spec.where}: minReplicas ${minReplicas} is above maxReplicas ${maxReplicas}`);
  const status = fields.optionalObject('status');
  const behavior = spec.optionalObject('behavior');
  return {
    name: metadata?.optionalText('name') ?? '',
    namespace: metadata?.optionalText('namespace') ?? '',
    target: { kind: target?.optionalText('kind') ?? '', name: target?.optionalText('name') ?? '' },
    minReplicas,
    maxReplicas,
    metrics: version === 'autoscaling/v1' ? metricsOfVersion1(fields, spec) : metricsOf(spec),
    behavior: behavior && readBehavior(behavior),
    // A status without the field says 0: it is left out where it is 0.
    currentReplicas: status && (status.optionalCount('currentReplicas', 0) ?? 0),
  };
}

const defaultMetric: MetricSpec = {
  source: 'Resource',
  name: 'cpu',
  container: '',
  describes: undefined,
  labels: {},
  target: { type: 'Utilization', percent: 80 },
};

function metricsOf(spec: Fields): MetricSpec[] {
  const metrics = spec.list('metrics').map(readMetric);
  return metrics.length === 0 ? [defaultMetric] : metrics;
}

/** Version 1 keeps what it has no words for in annotations. */
function metricsOfVersion1(fields: Fields, spec: Fields): MetricSpec[] {
  const annotations = fields.optionalObject('metadata')?.optionalObject('annotations');
  if (
    annotations?.names().some((name) => /^autoscaling\.alpha\.kubernetes\.io\/(metrics|behavior)$/.test(name))
  )
    throw new HpaError(
      `${fields.where} is of autoscaling/v1, which hides its metrics in annotations: print it with kubectl get hpa.v2.autoscaling NAME -o yaml`,
    );
  const percent = spec.optionalCount('targetCPUUtilizationPercentage', 1) ?? 80;
  return [{ ...defaultMetric, target: { type: 'Utilization', percent } }];
}

const sources: Readonly<Record<MetricSource, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function readMetric(fields: Fields): MetricSpec {
  const source = fields.oneOf('type', Object.keys(sources) as MetricSource[]);
  if (!source) throw new HpaError(`${fields.where}.type is missing`);
  const body = fields.object(sources[source]);
  const isResource = source === 'Resource' || source === 'ContainerResource';
  const metric = isResource ? body : body.object('metric');
  const described = source === 'Object' ? body.object('describedObject') : undefined;
  return {
    source,
    name: metric.text('name'),
    container: source === 'ContainerResource' ? body.text('container') : '',
    describes: described && { kind: described.text('kind'), name: described.text('name') },
    labels: isResource ? {} : labelsOf(metric),
    target: readTarget(body.object('target'), source),
  };
}

function labelsOf(metric: Fields): Record<string, string> {
  const labels = metric.optionalObject('selector')?.optionalObject('matchLabels');
  return Object.fromEntries(labels?.names().map((name) => [name, labels.text(name)]) ?? []);
}

/** Which of several targets counts differs by source, as in horizontal.go. */
function readTarget(fields: Fields, source: MetricSource): MetricTarget {
  const average = fields.optionalMilli('averageValue');
  const value = fields.optionalMilli('value');
  const percent = fields.optionalCount('averageUtilization', 1);
  if (average !== undefined && average <= 0n)
    throw new HpaError(`${fields.where}.averageValue must be above 0`);
  if (value !== undefined && value <= 0n) throw new HpaError(`${fields.where}.value must be above 0`);
  const type = fields.optionalText('type');
  const isObject = source === 'Object';
  if (average !== undefined && (!isObject || type === 'AverageValue'))
    return { type: 'AverageValue', milli: average };
  const isShared = isObject ? type === 'Value' : source === 'External';
  if (value !== undefined && isShared) return { type: 'Value', milli: value };
  const isResource = source === 'Resource' || source === 'ContainerResource';
  return percent !== undefined && isResource ? { type: 'Utilization', percent } : { type: 'none' };
}

const fifteenSeconds = 15;
const defaultUp: ScalingRules = {
  windowSeconds: 0,
  select: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: fifteenSeconds },
    { type: 'Percent', value: 100, periodSeconds: fifteenSeconds },
  ],
  tolerance: undefined,
};
const defaultDown: ScalingRules = {
  windowSeconds: undefined,
  select: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: fifteenSeconds }],
  tolerance: undefined,
};

function readBehavior(fields: Fields): Behavior {
  return {
    scaleUp: readRules(fields.optionalObject('scaleUp'), defaultUp),
    scaleDown: readRules(fields.optionalObject('scaleDown'), defaultDown),
  };
}

function readRules(fields: Fields | undefined, defaults: ScalingRules): ScalingRules {
  if (!fields) return defaults;
  const tolerance = fields.optionalQuantity('tolerance');
  return {
    windowSeconds: fields.optionalCount('stabilizationWindowSeconds', 0) ?? defaults.windowSeconds,
    select: fields.oneOf('selectPolicy', ['Max', 'Min', 'Disabled']) ?? defaults.select,
    policies: fields.has('policies') ? fields.list('policies').map(readPolicy) : defaults.policies,
    tolerance: tolerance && tolerance.approximate,
  };
}

function readPolicy(fields: Fields): ScalingPolicy {
  const type = fields.oneOf('type', ['Pods', 'Percent']);
  const value = fields.optionalCount('value', 1);
  const periodSeconds = fields.optionalCount('periodSeconds', 1);
  if (type === undefined || value === undefined || periodSeconds === undefined)
    throw new HpaError(`${fields.where} needs type, value and periodSeconds`);
  return { type, value, periodSeconds };
}
