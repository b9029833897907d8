import { describe, expect, it } from 'vitest';
import { formatAddress, isAddress } from './address.ts';
import { assert } from './assert.ts';
import { bytesSource } from './byte-source.ts';
import { Diagnostics } from './diagnostics.ts';
import { UnreadableError } from './unreadable.ts';

describe('Diagnostics', () => {
  it('keeps the first message of a code and counts the others', () => {
    const diagnostics = new Diagnostics();
    for (let index = 0; index < 1000; index++) diagnostics.add('span-damaged', `Span ${index} is damaged.`);
    diagnostics.add('core-truncated', 'The core is cut off.');
    expect(diagnostics.list()).toEqual([
      { code: 'span-damaged', message: 'Span 0 is damaged.', count: 1000 },
      { code: 'core-truncated', message: 'The core is cut off.' },
    ]);
    expect([diagnostics.has('span-damaged'), diagnostics.has('other')]).toEqual([true, false]);
  });

  it('take another list with its counts', () => {
    const diagnostics = new Diagnostics();
    diagnostics.add('span-damaged', 'Span 0 is damaged.');
    diagnostics.addAll([
      { code: 'span-damaged', message: 'Span 9 is damaged.', count: 4 },
      { code: 'core-truncated', message: 'The core is cut off.' },
    ]);
    expect(diagnostics.list()).toEqual([
      { code: 'span-damaged', message: 'Span 0 is damaged.', count: 5 },
      { code: 'core-truncated', message: 'The core is cut off.' },
    ]);
  });
});

describe('addresses', () => {
  it('are those that user space can have', () => {
    expect([0, 4095, 4096, 0xc000000000, 2 ** 48 - 1, 2 ** 48].map(isAddress)).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(formatAddress(0xc000012345)).toBe('0xc000012345');
  });
});

describe('errors', () => {
  it('tell our bugs from what cannot be read', () => {
    expect(() => assert(true, 'order')).not.toThrow();
    expect(() => assert(false, 'no order')).toThrow('highwater bug: no order');
    const error = new UnreadableError('not-go', 'not a Go program');
    expect([error.code, error.message, error.name]).toEqual([
      'not-go',
      'not a Go program',
      'UnreadableError',
    ]);
  });
});

describe('bytesSource', () => {
  it('gives what is there and never more', () => {
    const source = bytesSource(Uint8Array.of(1, 2, 3));
    expect(source.size).toBe(3);
    expect([...source.read(1, 99)]).toEqual([2, 3]);
    expect(source.read(99, 1)).toHaveLength(0);
  });
});
