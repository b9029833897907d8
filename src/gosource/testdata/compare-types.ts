import fs from 'node:fs';
import { layoutOf, parseGoType, readGoTypes, typeScope } from '../index.ts';
import type { TypeDeclaration } from '../syntax/go-file.ts';
import { askOracle } from './oracle.ts';

interface TypesAnswer {
  readonly Path: string;
  readonly IsValid: boolean;
  readonly Names: readonly string[];
  readonly Layouts: readonly {
    readonly Name: string;
    readonly Size: number;
    readonly Align: number;
    readonly IsComparable: boolean;
    readonly Offsets: readonly number[];
  }[];
}

export interface TypesComparison {
  /** Files that go/parser takes. */
  readonly validCount: number;
  readonly nameCount: number;
  readonly layoutCount: number;
  readonly problems: readonly string[];
}

/**
 * Names and type parameters of the types that these files declare, against go/parser, and size, alignment, offsets and
 * comparability of those that need nothing from other files, against go/types. The oracle gives no layouts of files
 * under testdata.
 */
export function compareTypes(files: readonly string[], goMinor: number): TypesComparison {
  const counts = { validCount: 0, nameCount: 0, layoutCount: 0 };
  const problems: string[] = [];
  for (const answer of askOracle<TypesAnswer>('types', files)) {
    const file = readGoTypes(fs.readFileSync(answer.Path));
    if (!answer.IsValid) continue;
    counts.validCount++;
    for (const { message } of file.errors) problems.push(`${answer.Path}: ${message}`);
    counts.nameCount += file.types.size;
    const expected = [...new Set(answer.Names)].toSorted().join();
    const found = [...file.types.values()].map(headOf).toSorted().join();
    if (expected !== found) problems.push(`${answer.Path}: declares ${expected}, found ${found}`);
    const scope = typeScope({ files: [file], goMinor });
    for (const type of answer.Layouts) {
      counts.layoutCount++;
      const { Name, Size, Align, IsComparable, Offsets } = type;
      const ours = describe(Name, scope);
      const go = `${Size} ${Align} ${IsComparable} [${Offsets.join()}]`;
      if (ours !== go) problems.push(`${answer.Path}: ${Name} is ${ours}, not ${go}`);
    }
  }
  return { ...counts, problems };
}

/** As oracle/types.go writes it. */
function headOf({ name, typeParameters, isAlias }: TypeDeclaration): string {
  const parameters = typeParameters.length > 0 ? `[${typeParameters.join(' ')}]` : '';
  return `${name}${parameters}${isAlias ? ' =' : ''}`;
}

function describe(name: string, scope: ReturnType<typeof typeScope>): string {
  const parsed = parseGoType(name);
  if ('error' in parsed) return parsed.error.message;
  const result = layoutOf(parsed.type, scope);
  if ('problem' in result) return result.problem.message;
  const { size, align, isComparable, struct } = result.layout;
  return `${size} ${align} ${isComparable} [${struct?.fields.map(({ offset }) => offset).join() ?? ''}]`;
}
