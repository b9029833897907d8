/** One line of a text exposition. */
export interface MetricSample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

const longestLine = 64 * 1024;

/**
 * The samples of a text in the exposition format 0.0.4 of Prometheus or in OpenMetrics whose name `wanted` takes. Damaged lines,
 * comments, time stamps and exemplars are passed over.
 */
export function* metricSamples(text: string, wanted: (name: string) => boolean): Generator<MetricSample> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const sample = end - start <= longestLine ? sampleOf(text.slice(start, end), wanted) : undefined;
    if (sample) yield sample;
    start = end + 1;
  }
}

const nameAtStart = /^([a-zA-Z_:][\w:]*)(?:\s*(?=\{))?/;
const oneLabel = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?/y;

function sampleOf(line: string, wanted: (name: string) => boolean): MetricSample | undefined {
  const start = nameAtStart.exec(line);
  if (!start || !wanted(start[1])) return undefined;
  const [beginning, name] = start;
  const labels = new Map<string, string>();
  let place = beginning.length;
  if (line[place] === '{') {
    oneLabel.lastIndex = place + 1;
    for (let match = oneLabel.exec(line); match; match = oneLabel.exec(line)) {
      labels.set(match[1], match[2]);
      place = oneLabel.lastIndex;
      oneLabel.lastIndex = place;
    }
    place = Math.max(place, beginning.length + 1);
    const close = /\s*\}/y;
    close.lastIndex = place;
    const closed = close.exec(line);
    if (!closed) return undefined;
    place = close.lastIndex;
  }
  const number = /^\s+(\S{1,40})/.exec(line.slice(place))?.[1];
  if (number === undefined) return undefined;
  const value = valueOf(number);
  return value === undefined ? undefined : { name, labels, value };
}

function valueOf(text: string): number | undefined {
  if (/^\+?Inf$/i.test(text)) return Infinity;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text)) return undefined;
  return Number(text);
}
