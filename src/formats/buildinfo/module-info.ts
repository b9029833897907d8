import { utf8 } from '../../base/index.ts';

export interface ModuleInfo {
  readonly modulePath: string;
  readonly moduleVersion: string;
  readonly mainPackage: string;
  readonly settings: ReadonlyMap<string, string>;
}

const sentinelBytes = 16;
const newline = 0x0a;

/** The text of runtime/debug.BuildInfo (Go 1.18+) between its two 16-byte sentinels; lines that are damaged are left out. */
export function parseModuleInfo(framed: Uint8Array): ModuleInfo {
  let modulePath = '';
  let moduleVersion = '';
  let mainPackage = '';
  const settings = new Map<string, string>();
  for (const line of unframe(framed).split('\n')) {
    const [kind, first = '', second = ''] = line.split('\t');
    if (kind === 'path') mainPackage = first;
    else if (kind === 'mod') [modulePath, moduleVersion] = [first, second];
    else if (kind === 'build') {
      const setting = parseSetting(line.slice('build\t'.length));
      if (setting) settings.set(setting.key, setting.value);
    }
  }
  return { modulePath, moduleVersion, mainPackage, settings };
}

/** As debug/buildinfo does it: a text without the newline before the end sentinel has no sentinels and is not module text. */
function unframe(framed: Uint8Array): string {
  const end = framed.length - sentinelBytes;
  if (end <= sentinelBytes || framed[end - 1] !== newline) return '';
  return utf8(framed.subarray(sentinelBytes, end));
}

/** `key=value`, each as it stands or as a Go string literal (strconv.Quote). */
function parseSetting(text: string): { key: string; value: string } | undefined {
  const quotedKey = /^"(?:[^"\\]|\\.)*"|^`[^`]*`/.exec(text)?.[0];
  const split = quotedKey ? quotedKey.length : text.indexOf('=');
  if (split <= 0 || text[split] !== '=') return undefined;
  return { key: unquote(text.slice(0, split)), value: unquote(text.slice(split + 1)) };
}

function unquote(text: string): string {
  if (text.length >= 2 && text.startsWith('`') && text.endsWith('`')) return text.slice(1, -1);
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))/g, (_, byte, unit, character) => {
    if (byte || unit) return String.fromCharCode(Number.parseInt(byte ?? unit, 16));
    return escapes[character] ?? character;
  });
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};
