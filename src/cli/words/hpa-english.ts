import type { HpaWords } from './hpa-words.ts';

export const englishHpa: HpaWords = {
  help: {
    hpa: 'what a Kubernetes autoscaler decides, why, and what would have to change',
    explain: 'one decision, from what kubectl prints',
    replay: 'the decisions over a series of samples',
    filename: 'the autoscaler, as kubectl get hpa NAME -o yaml prints it',
    name: 'which autoscaler, where the file has several',
    selector: 'only pods and samples with these labels (app=web,tier=front)',
    pods: 'the pods, as kubectl get pods -o json prints them; may carry samples and the Deployment too; may be given several times',
    metrics:
      'samples, as kubectl get --raw /apis/metrics.k8s.io/v1beta1/namespaces/NS/pods prints them, also of custom.metrics.k8s.io and external.metrics.k8s.io; may be given several times',
    now: 'the moment that is explained (2026-01-31T12:00:00Z); default: now',
    replicas: 'replicas now, where the status of the autoscaler does not say it',
    history: 'what the controller remembers; without it the settled decision is given',
    report: 'what highwater inspect PID --json printed of one of the pods: what of its memory could go',
    tolerance: "the controller's tolerance (0.1)",
    stabilization: "the controller's window for scaling in (5m)",
    cpuInitialization: "the controller's CPU initialization period (5m)",
    readinessDelay: "the controller's initial readiness delay (30s)",
    sync: "the controller's sync period (15s)",
    historyFormat:
      'FILE of --history: {"recommendations":[{"time":"2026-01-31T11:58:00Z","replicas":4}],"events":[{"time":"2026-01-31T11:55:00Z","change":1}]}',
    series: 'the samples over time (see below)',
    seriesFormat: `FILE of --series is CSV, one sample of a pod a line, in the order of time:
  time,pod,memory,cpu,memory-request,cpu-request,replicas
  2026-01-31T12:00:00Z,web-1,310Mi,120m,400Mi,500m,4
time and pod are needed, and memory or cpu; requests may come from --pods instead; replicas are the pods of that time where
the column is missing. Or JSON, one object a line, each with what kubectl prints:
  {"time":"2026-01-31T12:00:00Z","replicas":4,"pods":{"kind":"PodList","items":[…]},"metrics":{"kind":"PodMetricsList","items":[…]}}`,
    free: 'what if each pod used so much less memory (200Mi), and the decisions were carried out',
    since: 'from when on (--free, --report); default: the first sample',
    svg: 'write the plot to a file',
  },
  gap: ' ',
  stays: (replicas) => `The autoscaler stays at ${replicas} replicas.`,
  goes: (from, to) => `The autoscaler goes from ${from} to ${to} replicas.`,
  stops: (replicas, failure) => `The autoscaler does nothing and stays at ${replicas} replicas: ${failure}.`,
  without: {
    disabled: 'There are 0 replicas, which switches it off: metrics are not asked.',
    'above-max': 'There are more replicas than the maximum: metrics are not asked.',
    'below-min': 'There are fewer replicas than the minimum: metrics are not asked.',
  },
  metrics: 'Metrics',
  metricColumns: ['METRIC', 'A POD NOW', 'A POD MAY', 'USED', 'TARGET', 'RATIO', 'PODS', 'ASKS FOR'],
  failed: 'fails',
  way: 'From what the metrics ask for to the decision',
  limitBy: {
    tolerance: 'tolerance',
    stabilization: 'stabilization window',
    policy: 'policy',
    min: 'minimum',
    max: 'maximum',
  },
  limitLine: (by, from, to, reason) => `${by}: ${from} → ${to} (${reason})`,
  why: 'Why there are not fewer',
  hold: {
    failing: (metric, failure) =>
      `${metric} cannot be computed, and one metric that fails forbids scaling in: ${failure}`,
    onTarget: (metric) => `${metric} is at its target or over it.`,
    rounding: (metric, count, ratio, product, current) =>
      `${metric}: ${count} pods × ${ratio} = ${product}, rounded up to ${current}. The conditions of Kubernetes do not name this.`,
    tolerance: (metric, ratio) =>
      `${metric}: the ratio ${ratio} is within the tolerance, so nothing changes.`,
    missing: (metric, count, names) =>
      `${metric}: ${count} ${count === 1 ? 'pod has' : 'pods have'} no sample and ${count === 1 ? 'is' : 'are'} taken to use all that ${count === 1 ? 'it asks' : 'they ask'} for: ${names}.`,
    min: (min) => `The minimum is ${min}.`,
    policy: (reason) => `A policy of behavior.scaleDown allows no more at once (${reason}).`,
    stabilization: (from, to) => `In the stabilization window ${to} were asked for; now ${from} are.`,
  },
  unready: (metric, count) =>
    `${metric}: ${count} unready ${count === 1 ? 'pod does' : 'pods do'} not count.`,
  ignored: (count) => `${count} deleted or failed ${count === 1 ? 'pod is' : 'pods are'} left out.`,
  scaleIn: (from, to, below, now, less) =>
    `To go from ${from} to ${to} a pod must fall under ${below} of memory; it is at ${now}, ${less} too much.`,
  scaleInDone: (from, to, below, now) =>
    `To go from ${from} to ${to} a pod must be under ${below} of memory; it is, at ${now}.`,
  scaleInNever: (from, to) =>
    `No use of memory, however small, would bring it from ${from} to ${to}: pods without a sample stand in the way.`,
  scaleInOthers: (metric) => `${metric} would still ask for as many as there are.`,
  atOnce: (below, to) => `Under ${below} it would go to ${to} at once.`,
  ofContainer: (name) => `(container ${name})`,
  retained: (now, parts) => `Of these ${now}, in the process of the report, ${parts.join(', ')}.`,
  retainedParts: {
    slack: (bytes) => `${bytes} is slack in maps`,
    idle: (bytes) => `${bytes} idle pages`,
    garbage: (bytes) => `${bytes} garbage`,
  },
  remedies: 'What would help, if done in every pod',
  remedyColumns: ['', 'FREES', 'A POD THEN', 'REPLICAS', 'AFTER'],
  remedy: {
    'rebuild-maps': 'replace the maps (rebuild)',
    'pointer-values': 'pointers as values (the first article)',
    'two-gcs': 'two GCs one second apart',
    gomemlimit: 'GOMEMLIMIT',
    'rebuild-and-two-gcs': 'replace the maps, then two GCs',
  },
  limit: (value) => `GOMEMLIMIT=${value}`,
  limitImpossible: 'GOMEMLIMIT (no value fits)',
  remedyNotes: {
    after:
      'AFTER is when the controller may act: pages back with the kernel, then its window for scaling in, then its next round.',
    rebuild: 'A rebuild alone waits for two collections, 4 min in an idle process.',
    pointers: 'Pointers as values need a new program, and help from the next peak on.',
    limit:
      'GOMEMLIMIT never gives back what a map keeps; in the environment it takes a restart, which empties the pod anyway.',
  },
  idleNote: (untouched) =>
    `Left alone, idle pages of an idle process go back in about ${untouched}; each peak begins that anew.`,
  fresh: (replicas, window) =>
    `A controller that has just started would say ${replicas}: it forgets its history and holds back scaling in for ${window}.`,
  settled:
    'This is the settled decision: the metrics have said the same for every window, and no policy looks back on a change.',
  byHistory: 'This is the decision at that moment, by the given history.',
  diagnostics: 'Notes on what was given',
  replay: {
    headline: (steps, from, to) => `${steps} samples from ${from} to ${to}:`,
    same: (replicas) => `the autoscaler stays at ${replicas} replicas throughout.`,
    range: (low, high) => `the autoscaler decides for ${low} to ${high} replicas.`,
    columns: ['TIME', 'NOW', 'ASKED', 'DECIDED', 'A POD', 'MAY', 'WHY'],
    changes: 'Where the decision or its reason changes',
    reason: {
      'scale-in': 'scales in',
      'scale-out': 'scales out',
      held: 'held by the window',
      tolerance: 'within the tolerance',
      rounding: 'rounded up',
      'on-target': 'at the target',
      limit: 'limited',
      stopped: 'a metric fails',
      without: 'metrics are not asked',
    },
    legend: { now: 'replicas', decided: 'decided', raw: 'asked for by the metrics' },
    plotTitle: (name) => `Replicas of ${name} over time`,
    axis: 'time',
    replicas: 'replicas',
    freed: (bytes, at) => `As if each pod used ${bytes} less from ${at} on.`,
    firstScaleIn: (at, from, to) => `It first scales in at ${at}, from ${from} to ${to}.`,
    noScaleIn: 'It never scales in.',
    openLoop:
      'NOW are the replicas of the series; what was decided is not carried out, as the series shows what was done. Each sample is one round of the controller.',
    closedLoop:
      'What was decided is carried out: what the pods of the series used together is taken to be spread evenly over the pods that are left.',
    whatIfNote:
      'There, what was decided is carried out: what the pods used together, less what each gave back, is spread evenly over those that are left.',
    atEnd: 'At the end',
    whatIf: (from) => `If it had been done in every pod at ${from}`,
    whatIfColumns: ['', 'FREES', 'FIRST SCALES IN', '', 'AT THE END'],
    nothing: 'nothing',
    never: 'never',
    moreRows: (count) => `… ${count} more; --json has them all.`,
  },
};
