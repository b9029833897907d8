import { unitSlots } from '../gomem/index.ts';
import { controlDeleted, controlFree, type GroupArena } from './group-arena.ts';
import type { KeyHash } from './key-hash.ts';
import type { SwissTable } from './swiss-table.ts';

/**
 * Turns tombstones that no look-up walks past into empty slots, if that frees a tenth of the table at least
 * (internal/runtime/maps/table.go pruneTombstones, Go 1.25 and later).
 */
export function pruneTombstones(table: SwissTable, arena: GroupArena, hash: KeyHash): void {
  if (table.tombstones * 10 < table.capacity) return;
  const needed = neededGroups(table, arena, hash);
  const unneeded: number[] = [];
  for (const [offset, isNeeded] of needed.entries()) {
    if (isNeeded === 0) unneeded.push(table.firstGroup + offset);
  }
  const tombstones = unneeded.flatMap((group) => tombstonesIn(arena, group));
  if (tombstones.length * 10 < table.capacity) return;
  for (const slot of tombstones) arena.prune(slot);
  table.growthLeft += tombstones.length;
  table.tombstones -= tombstones.length;
}

function tombstonesIn(arena: GroupArena, group: number): number[] {
  const slots = Array.from({ length: unitSlots }, (_, slot) => group * unitSlots + slot);
  return slots.filter((slot) => arena.controlOf(slot) === controlDeleted);
}

/** 1 for groups whose tombstones lie on the way to a key, and for groups that have an empty slot and so no tombstone. */
function neededGroups(table: SwissTable, arena: GroupArena, hash: KeyHash): Uint8Array {
  const { firstGroup, groupMask } = table;
  const needed = new Uint8Array(groupMask + 1);
  for (let offset = 0; offset <= groupMask; offset++) {
    const first = (firstGroup + offset) * unitSlots;
    for (let slot = first; slot < first + unitSlots; slot++) {
      if (arena.controlOf(slot) >= controlFree) continue;
      let passed = (hash.low(arena.keyOf(slot)) >>> 7) & groupMask;
      for (let step = 1; passed !== offset; step++) {
        if (arena.hasFreeSlot(firstGroup + passed)) needed[passed] = 1;
        passed = (passed + step) & groupMask;
      }
    }
    if (arena.hasEmptySlot(firstGroup + offset)) needed[offset] = 1;
  }
  return needed;
}
