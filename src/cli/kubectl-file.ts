import { parseAllDocuments } from 'yaml';
import { HpaError, type SourceDocument } from '../hpa/index.ts';
import { textFile } from './text-file.ts';

/** Anchors are not written by kubectl; a few of them can make a text of any size out of a small one. */
const aliasesMax = 50;

/** The documents of a file in YAML or JSON, as kubectl prints them. */
export function kubectlDocuments(path: string): SourceDocument[] {
  const text = textFile(path, 'kubernetes-objects').replace(/^\uFEFF/, '');
  if (/^\s*[{[]/.test(text)) return [{ name: path, value: jsonOf(text, path) }];
  const documents = parseAllDocuments(text, { maxAliasCount: aliasesMax, prettyErrors: false } as never);
  const found: SourceDocument[] = [];
  for (const [place, document] of [...documents].entries()) {
    const [error] = document.errors;
    if (error) throw new HpaError(`${path} is neither YAML nor JSON: ${firstLine(error.message)}`);
    const value = valueOf(path, () => document.toJS({ maxAliasCount: aliasesMax }) as unknown);
    if (value !== null && value !== undefined)
      found.push({ name: place === 0 ? path : `${path}, document ${place + 1}`, value });
  }
  if (found.length === 0) throw new HpaError(`${path} is empty`);
  return found;
}

/** The one document of a file in JSON. */
export function jsonDocument(path: string): unknown {
  return jsonOf(textFile(path, 'json'), path);
}

function jsonOf(text: string, path: string): unknown {
  return valueOf(path, () => JSON.parse(text) as unknown);
}

function valueOf(path: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw new HpaError(
      `${path} cannot be read: ${firstLine(error instanceof Error ? error.message : String(error))}`,
    );
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0].slice(0, 200);
}
