import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mapExpressionAt } from './map-expression.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-source-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'a.go');

function expressionOf(line: string, isWrite: boolean): string {
  fs.writeFileSync(file, `package main\n\n${line}\n`);
  return mapExpressionAt(`${file}:3`, isWrite);
}

test.each([
  ['\tc.sessions[id] = s', 'c.sessions'],
  ['\tm[k]++', 'm'],
  ['\tcounts[keys[i]] += 2', 'counts'],
  ['\tdelete(s.cache.byName, name)', 's.cache.byName'],
  ['\tclear(m)', 'm'],
  ['\tm[string(b[1:3])] = v // m2[k] = v', 'm'],
  // Which of the two cannot be told.
  ['\ta[k], b[k] = v, w', ''],
  ['\tf()[k] = v', ''],
  ['\ts.of(k)[k] = v', ''],
  ['\tcall(m)', ''],
  ['', ''],
])('write: %s', (line, expected) => expect(expressionOf(line, true)).toBe(expected));

test.each([
  ['\treturn c.sessions[id]', 'c.sessions'],
  ['\tfor key, value := range c.sessions {', 'c.sessions'],
  ['\tfor range c.all() {', ''],
  ['\tvalue := Max[int](m[k], 1)', 'm'],
  ['\tx := s[1:2]', ''],
])('read: %s', (line, expected) => expect(expressionOf(line, false)).toBe(expected));

test.each([
  ['no line of that number', `${file}:99`],
  ['no such file', `${folder}/none.go:1`],
  ['a folder', `${folder}/folder.go:1`],
  ['a device', '/dev/zero:1'],
  ['no Go file', '/etc/passwd:1'],
  ['a relative path', 'a.go:3'],
  ['nothing', ''],
])('%s', (_name, at) => {
  fs.mkdirSync(path.join(folder, 'folder.go'), { recursive: true });
  expect(mapExpressionAt(at, true)).toBe('');
});
