import {
  elementLayoutOf,
  layoutOf,
  mapShapeOf,
  parseGoType,
  readGoTypes,
  type TypeLayout,
  type TypeScope,
  typeScope,
} from '../index.ts';
import { standardDeclarations } from '../types/standard/declarations.ts';
import { standardPackage } from '../types/standard/standard-packages.ts';
import { genericAliases, gridTypes, mainSource, oddSource } from './grid-types.ts';
import { type GoTarget, type MeasuredPart, type MeasuredType, measureTypes } from './measure-types.ts';

export interface LayoutComparison {
  readonly typeCount: number;
  readonly problems: readonly string[];
}

/** Every form of type, as a compiled program measures it and as it is laid out here. */
export function compareGrid(target: GoTarget): LayoutComparison {
  const { goMinor } = target;
  const main = mainSource + (goMinor >= 24 ? genericAliases : '');
  const types = gridTypes(goMinor);
  const sources = { '.': main, 'odd.name': oddSource };
  const measured = measureTypes(target, { sources, types });
  const scope = typeScope({ files: [readGoTypes(main), readGoTypes(oddSource)], goMinor });
  const problems = types.flatMap((type, index) => {
    const ours = layoutText(type, scope);
    const measuredType = goMinor === 18 ? withRightNames(measured[index]) : measured[index];
    const go = [textOf(measuredType, measuredType.fields), partsText(measuredType)].join(' ');
    const all = [ours, partsOf(type, measuredType, scope)].join(' ');
    return all === go ? [] : [`${type}: ${all} and not ${go}`];
  });
  return { typeCount: types.length, problems };
}

/** Go 1.18 names the package of a foreign generic type where its arguments belong to main. Later ones do not. */
function withRightNames(measured: MeasuredType): MeasuredType {
  const text = JSON.stringify(measured).replaceAll(/odd\.Gen\[odd\.(Kind|Node)\]/g, 'odd.Gen[main.$1]');
  return JSON.parse(text) as MeasuredType;
}

/** Every standard type and constant that is known here. Net/http takes long to compile. */
export function compareStandardTypes(target: GoTarget, leftOut: readonly string[]): LayoutComparison {
  const { goMinor } = target;
  const imports = new Map<string, string>();
  const types: string[] = [];
  const constants: string[] = [];
  for (const path of Object.keys(standardDeclarations).filter((name) => !leftOut.includes(name))) {
    const known = standardPackage(path, goMinor);
    if (!known) continue;
    const qualifier = `p${imports.size}`;
    imports.set(qualifier, path);
    for (const { name, typeParameters } of known.types.values()) {
      const argumentsText = typeParameters.length > 0 ? `[${typeParameters.map(() => 'int').join()}]` : '';
      if (/^[A-Z]/.test(name)) types.push(`${qualifier}.${name}${argumentsText}`);
    }
    for (const name of known.constants.keys()) constants.push(`${qualifier}.${name}`);
  }
  const lines = [...imports].map(([name, path]) => `import ${name} "${path}"\n`);
  const files = [readGoTypes(`package main\n${lines.join('')}`)];
  const all = [...types, ...constants.map((constant) => arrayOf(constant, typeScope({ files, goMinor })))];
  const program = { sources: {}, types: all, imports: Object.fromEntries(imports) };
  const scope = typeScope({ files, goMinor });
  const problems = measureTypes(target, program).flatMap((go, index) => {
    const ours = layoutText(all[index], scope, 'without fields');
    // The fields of these types are no one's business: only what they add up to is promised.
    return ours === textOf(go) ? [] : [`${all[index]}: ${ours} and not ${textOf(go)}`];
  });
  return { typeCount: all.length, problems };
}

/** An array type whose name tells the value of a constant, also of one that is no length itself. */
function arrayOf(constant: string, scope: TypeScope): string {
  const forms = [`[${constant}]struct{}`, `[-(${constant} + 1)]struct{}`, `[${constant} >> 1]struct{}`];
  return forms.find((form) => layoutText(form, scope).startsWith('[')) ?? forms[0];
}

function layoutText(type: string, scope: TypeScope, fields?: 'without fields'): string {
  const parsed = parseGoType(type);
  if ('error' in parsed) return parsed.error.message;
  const result = layoutOf(parsed.type, scope);
  if ('problem' in result) return `problem: ${result.problem.message}`;
  return textOf(result.layout, fields ? [] : result.layout.struct?.fields);
}

/** Key and element as the other functions of the door give them, where Go has some. */
function partsOf(type: string, { key, element }: MeasuredType, scope: TypeScope): string {
  const parsed = parseGoType(type);
  if ('error' in parsed || element === undefined) return '';
  if (key === undefined) {
    const result = elementLayoutOf(parsed.type, scope);
    if ('layout' in result) return partText(result.layout);
    // A pointer to a type whose declaration is not at hand has a size all the same.
    return result.problem.code === 'unknown-package-type' ? partText(element) : result.problem.message;
  }
  const result = mapShapeOf(parsed.type, scope);
  if ('problem' in result) return result.problem.message;
  const { shape } = result;
  return [
    [shape.keyName, shape.keyBytes, shape.keyAlign, shape.keyHasPointers].join(' '),
    [shape.valueName, shape.valueBytes, shape.valueAlign, shape.valueHasPointers].join(' '),
  ].join('; ');
}

function partsText({ key, element }: MeasuredType): string {
  return [key, element]
    .filter((part) => part !== undefined)
    .map(partText)
    .join('; ');
}

function partText({ name, size, align, pointerBytes }: MeasuredPart): string {
  return [name, size, align, pointerBytes > 0].join(' ');
}

/** By our kind: what reflect calls it; a basic type has its own name there. */
const reflectKinds: Readonly<Record<string, string>> = { pointer: 'ptr', channel: 'chan', function: 'func' };

function textOf(type: TypeLayout | MeasuredType, fields: MeasuredType['fields'] = []): string {
  const { name, size, align, pointerBytes, isComparable } = type;
  const fieldTexts = fields.map((field) =>
    [
      field.name,
      field.typeName,
      field.offset,
      field.size,
      field.align,
      field.pointerBytes,
      field.isEmbedded,
    ].join(' '),
  );
  return [name, kindOf(type), size, align, pointerBytes, isComparable, ...fieldTexts].join('; ');
}

const composite = new Set(['array', 'chan', 'func', 'interface', 'map', 'ptr', 'slice', 'struct']);

function kindOf({ kind }: TypeLayout | MeasuredType): string {
  const known = reflectKinds[kind] ?? kind;
  return composite.has(known) ? known : 'basic';
}
