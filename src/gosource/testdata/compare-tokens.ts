import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { Token, type TokenTable, tokenize, tokenTexts } from '../index.ts';
import { askOracle } from './oracle.ts';

interface ScanAnswer {
  readonly Path: string;
  readonly TokenCount: number;
  readonly Digest: string;
  readonly ErrorCount: number;
  readonly Errors: readonly { Offset: number; Message: string }[] | null;
}

/** By our kind: what go/token calls it. */
const goKinds: readonly string[] = [
  ...'EOF ILLEGAL IDENT INT FLOAT IMAG CHAR STRING'.split(' '),
  ...tokenTexts.slice(Token.add),
];

export interface TokenComparison {
  readonly fileCount: number;
  readonly tokenCount: number;
  /** Files whose kinds, offsets or literals differ from what go/scanner gives. */
  readonly differing: readonly string[];
  /** Files whose errors differ, each with both lists. */
  readonly differingErrors: readonly string[];
}

/** Kind, offset and literal of every token and comment of these files, ours against go/scanner's. */
export function compareTokens(files: readonly string[]): TokenComparison {
  let tokenCount = 0;
  const differing: string[] = [];
  const differingErrors: string[] = [];
  for (const answer of askOracle<ScanAnswer>('scan', files)) {
    const tokens = tokenize(fs.readFileSync(answer.Path));
    const { digest, count } = digestOf(tokens);
    tokenCount += count;
    if (digest !== answer.Digest || count !== answer.TokenCount) differing.push(answer.Path);
    const go = (answer.Errors ?? []).map(({ Offset, Message }) => `${Offset} ${Message}`);
    const ours = tokens.errors.list().map(({ offset, message }) => `${offset} ${message}`);
    const isEqual = go.toSorted().join() === ours.toSorted().join();
    // Of more than a hundred the two may keep different ones.
    if (tokens.errors.count !== answer.ErrorCount || (!isEqual && answer.ErrorCount <= 100)) {
      differingErrors.push(`${answer.Path}: ${ours.join(', ')} and not ${go.join(', ')}`);
    }
  }
  return { fileCount: files.length, tokenCount, differing, differingErrors };
}

/** The bytes that oracle/scan.go hashes, of our tokens. */
function digestOf(tokens: TokenTable): { digest: string; count: number } {
  const { source, comments } = tokens;
  const out = Buffer.allocUnsafe(source.length * 20 + 1000);
  let length = 0;
  let count = 0;
  const put = (kind: string, offset: number, literal: Uint8Array): void => {
    length = out.writeUInt32LE(offset, length);
    length = out.writeUInt32LE(literal.length, length);
    length += out.write(`${kind}\0`, length);
    out.set(literal, length);
    length += literal.length;
    count++;
  };
  let comment = 0;
  for (let index = 0; index < tokens.count; index++) {
    const start = tokens.starts[index];
    while (comment < comments.count && comments.starts[comment] <= start) {
      put('COMMENT', comments.starts[comment], commentLiteral(tokens, comment));
      comment++;
    }
    put(goKinds[tokens.kinds[index]], start, literalOf(tokens, index));
  }
  return { digest: createHash('sha256').update(out.subarray(0, length)).digest('hex'), count };
}

const carriageReturn = 13;

/** Without carriage returns, as go/scanner gives it; one between the star and the slash at the end stays. */
function commentLiteral({ source, comments }: TokenTable, index: number): Uint8Array {
  const text = source.subarray(comments.starts[index], comments.ends[index]);
  if (!text.includes(carriageReturn)) return text;
  const isBlock = text[1] === 42;
  const kept: number[] = [];
  text.forEach((byte, at) => {
    const guards = isBlock && kept.length > 2 && kept.at(-1) === 42 && text[at + 1] === 47;
    if (byte !== carriageReturn || guards) kept.push(byte);
  });
  return Uint8Array.from(kept);
}

const nothing = new Uint8Array(0);

function literalOf(tokens: TokenTable, index: number): Uint8Array {
  const kind = tokens.kinds[index];
  const text = tokens.source.subarray(tokens.starts[index], tokens.ends[index]);
  if (kind === Token.semicolon) return Buffer.from(text.length === 0 ? '\n' : ';');
  // Of bytes that are no UTF-8 go/scanner gives one U+FFFD.
  if (kind === Token.illegal) return Buffer.from([...Buffer.from(text).toString('utf8')][0]);
  if (kind === Token.string && text[0] === 96) return text.filter((byte) => byte !== carriageReturn);
  const hasLiteral = (kind >= Token.name && kind <= Token.string) || kind >= Token.break;
  return hasLiteral ? text : nothing;
}
