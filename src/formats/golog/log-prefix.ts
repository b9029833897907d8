/** A line of a log without what the logger, the container runtime or a collector put around it. */
export interface LoggedLine {
  /** Container, unit or process as the log names it, '' where it does not: lines of one source are of one process at a time. */
  readonly source: string;
  /** What the program wrote; several lines where a JSON field holds several. */
  readonly text: string;
  /** Milliseconds since 1970 as the log says; undefined where it says none, or without a date or a zone. */
  readonly atMs: number | undefined;
  /** The container runtime cut a long line here: the next line of the source goes on with it. */
  readonly isPartial: boolean;
}

const moment = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z| ?[+-]\\d\\d:?\\d\\d)?';
/** CRI (kubelet, containerd, CRI-O): `2026-01-01T00:00:00.0Z stderr F text`. */
const containerRuntime = new RegExp(`^(${moment}) (?:stdout|stderr) ([FP]) `);
/** kubectl --timestamps, Loki, journalctl -o short-iso, most loggers; also in brackets. */
const isoTime = new RegExp(`^\\[?(${moment})\\]?(?:[ \\t]|$)`);
/** Package log of Go: `2026/01/01 00:00:00.000000 `. */
const goTime = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? /;
/** RFC 3164 and journalctl: `Jan  1 00:00:00 host unit[123]: `. */
const syslog = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})? (\S{1,255} [^\s:]{1,255}: )/;
/** The same behind an ISO time: `host unit[123]: `. */
const hostAndUnit = /^(\S{1,255} [^\s:[\]]{1,255}\[\d{1,10}\]: )/;
/** kubectl logs --prefix: `[pod/name/container] `. */
const kubectl = /^(\[pod\/[^\]\s]{1,400}\]) /;
/** docker compose: `web-1  | `. */
const compose = /^([\w.-]{1,128}) *\| /;
// eslint-disable-next-line no-control-regex -- colours of terminals are control sequences
const colours = /\u001B\[[\d;]{0,32}m/g;
const timeFields = /"(?:time|ts|timestamp|@timestamp)"\s*:\s*"([^"]{10,40})"/;
/** Where loggers and collectors put the text. */
const textField = /"(?:log|msg|message|MESSAGE|textPayload|text|line|body)"\s*:\s*"((?:[^"\\]|\\.)*)("?)/;
/** Where a logger puts what it recovered from, and debug.Stack. */
const errorField = /"(?:error|err|panic|reason)"\s*:\s*"((?:[^"\\]|\\.){1,1000})"/;
const stackField = /"(?:stack|stacktrace|stack_trace|trace)"\s*:\s*"((?:[^"\\]|\\.)*)"?/;
const sourceField =
  /"(?:pod|pod_name|container_name|container|container_id|hostname)"\s*:\s*"([^"\\]{1,256})"/;

/** Takes prefixes off, one after another: collectors put theirs before those of the logger. */
export function unwrapLine(line: string): LoggedLine {
  let text = line.includes('\u001B[') ? line.replace(colours, '') : line;
  let source = '';
  let atMs: number | undefined;
  let isPartial = false;
  const name = (found: string): void => {
    source = source === '' ? found : `${source} ${found}`;
  };
  const time = (found: string): void => {
    atMs ??= momentOf(found);
  };
  for (let layer = 0; layer < mostLayers && text !== ''; layer++) {
    const first = text.charCodeAt(0);
    let found: RegExpExecArray | null = null;
    if (first === openBrace) {
      const field = fieldOf(text);
      if (!field) break;
      if (field.source !== '') name(field.source);
      if (field.at !== '') time(field.at);
      text = field.text;
      continue;
    }
    if (isDigit(first)) {
      if ((found = containerRuntime.exec(text))) {
        time(found[1]);
        isPartial = found[2] === 'P';
      } else if ((found = isoTime.exec(text))) time(found[1]);
      else found = goTime.exec(text);
    } else if (first === openBracket) {
      if ((found = kubectl.exec(text))) name(found[1]);
      else if ((found = isoTime.exec(text))) time(found[1]);
    } else if ((found = syslog.exec(text)) ?? (found = atMs === undefined ? null : hostAndUnit.exec(text)))
      name(found[1]);
    else if ((found = compose.exec(text))) name(found[1]);
    if (!found) break;
    text = text.slice(found[0].length);
  }
  return { source, text, atMs, isPartial };
}

const mostLayers = 6;
const openBrace = 0x7b;
const openBracket = 0x5b;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The text that a JSON line carries, also where the line is cut in it; undefined where no field is known for one. */
function fieldOf(line: string): { text: string; source: string; at: string } | undefined {
  const found = textField.exec(line);
  if (!found) return undefined;
  const message = plain(found[1]);
  const text = /panic/i.test(message) ? message + recoveredText(line) : message;
  const source = sourceField.exec(line)?.[1] ?? '';
  return {
    text: text.endsWith('\n') ? text.slice(0, -1) : text,
    source,
    at: timeFields.exec(line)?.[1] ?? '',
  };
}

/** The error and the stack of a panic that somebody recovered from and logged in fields of their own. */
function recoveredText(line: string): string {
  const error = errorField.exec(line)?.[1];
  const stack = stackField.exec(line)?.[1];
  return `${error === undefined ? '' : `: ${plain(error)}`}${stack === undefined ? '' : `\n${plain(stack)}`}`;
}

function plain(escaped: string): string {
  return escaped.includes('\\') ? unescapeText(escaped) : escaped;
}

function unescapeText(escaped: string): string {
  try {
    const text: unknown = JSON.parse(`"${escaped}"`);
    return typeof text === 'string' ? text : '';
  } catch {
    // Cut in an escape, or control characters that a careless logger left in.
    return escaped
      .replaceAll('\\u003e', '>')
      .replaceAll('\\n', '\n')
      .replaceAll('\\t', '\t')
      .replaceAll('\\"', '"')
      .replaceAll('\\\\', '\\');
  }
}

/** Undefined for a time without a zone: whose it is cannot be known. */
function momentOf(text: string): number | undefined {
  if (!/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return undefined;
  const at = Date.parse(
    text
      .replace(' ', 'T')
      .replace(',', '.')
      .replace(/(\.\d{3})\d+/, '$1')
      .replace(' ', ''),
  );
  return Number.isNaN(at) ? undefined : at;
}
