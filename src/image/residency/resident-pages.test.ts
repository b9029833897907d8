import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everythingResident, ResidentPages } from './resident-pages.ts';

const pageBytes = 4096;
const mapping = fc.record({
  gap: fc.nat(5),
  pages: fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }),
});

test('the resident bytes of any range are those of its pages, counted one by one', () => {
  fc.assert(
    fc.property(
      fc.array(mapping, { maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(2 ** 21), fc.nat(2 ** 21)), { maxLength: 20 }),
      (mappings, ranges) => {
        const pages = new ResidentPages(pageBytes);
        const present = new Set<number>();
        let page = 16;
        for (const { gap, pages: states } of mappings) {
          page += gap;
          const bits = new Uint32Array(Math.ceil(states.length / 32));
          states.forEach((state, index) => {
            if (state) bits[index >>> 5] |= 1 << (index & 31);
            if (state) present.add(page + index);
          });
          pages.add(page * pageBytes, states.length, bits);
          page += states.length;
        }
        expect(pages.totalBytes).toBe(present.size * pageBytes);
        for (const [start, length] of ranges) {
          const end = start + length;
          let sum = 0;
          for (const each of present)
            sum += Math.max(0, Math.min(end, (each + 1) * pageBytes) - Math.max(start, each * pageBytes));
          expect(pages.bytesIn(start, end)).toBe(sum);
        }
      },
    ),
  );
});

test('of a core every byte counts', () => {
  expect(everythingResident.bytesIn(4096, 5000)).toBe(904);
});
