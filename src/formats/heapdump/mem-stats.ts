import type { DumpedMemStats } from './heap-dump.ts';
import type { RecordReader } from './record-reader.ts';

const gcPauses = 256;

/** The fields in the order of runtime.MemStats; Lookups and pauses are passed over. */
export function readMemStats(reader: RecordReader): DumpedMemStats | undefined {
  const next = (): number => reader.uvarint();
  const alloc = next();
  const totalAlloc = next();
  const sys = next();
  next();
  const memStats = {
    alloc,
    totalAlloc,
    sys,
    mallocs: next(),
    frees: next(),
    heapAlloc: next(),
    heapSys: next(),
    heapIdle: next(),
    heapInuse: next(),
    heapReleased: next(),
    heapObjects: next(),
    stackInuse: next(),
    stackSys: next(),
    mspanInuse: next(),
    mspanSys: next(),
    mcacheInuse: next(),
    mcacheSys: next(),
    buckHashSys: next(),
    gcSys: next(),
    otherSys: next(),
    nextGc: next(),
    lastGcNs: next(),
  };
  next();
  for (let index = 0; index < gcPauses; index++) next();
  const gcCount = next();
  return reader.overran ? undefined : { ...memStats, gcCount };
}
