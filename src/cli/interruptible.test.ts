import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { interruptible } from './interruptible.ts';

test('work that nobody breaks off gives its result, or its error', () => {
  expect(interruptible(() => 7)).toEqual({ result: 7 });
  expect(interruptible(() => undefined)).toEqual({ result: undefined });
  expect(() =>
    interruptible(() => {
      throw new Error('of the work');
    }),
  ).toThrow('of the work');
});

test('Ctrl-C ends the work and not the program', async () => {
  const module = fileURLToPath(new URL('interruptible.ts', import.meta.url));
  const program = `
    const { interruptible } = await import(${JSON.stringify(module)});
    const fs = await import('node:fs');
    const told = interruptible(() => { fs.writeSync(1, 'ready\\n'); for (;;) {} });
    fs.writeSync(1, told === undefined ? 'broken off\\n' : 'done\\n');
    fs.writeSync(1, String(interruptible(() => 8).result) + '\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (output === '') child.kill('SIGINT');
    output += String(chunk);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(output).toBe('ready\nbroken off\n8\n');
  expect(code).toBe(0);
});
