/*
 * Records what three real servers' memory does under load, once a second: `node bench/growth/record.ts NAME BINARY SECONDS`,
 * NAME one of prometheus, nats, caddy. Writes recordings/NAME.csv, to which bench/growth/noise.ts fits its noise.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedServer, loadCaddy, loadNats, loadPrometheus, type Sample } from './servers.ts';

const servers: Readonly<Record<string, (binary: string) => Promise<LoadedServer>>> = {
  prometheus: loadPrometheus,
  nats: loadNats,
  caddy: loadCaddy,
};
const columns = [
  'heapAllocBytes',
  'heapInuseBytes',
  'nextGcBytes',
  'residentBytes',
  'heapObjects',
  'goroutines',
  'gcCount',
] as const satisfies readonly (keyof Sample)[];
/** Caches and pools fill before it is the noise of a running server. */
const warmUpSeconds = 120;

const [name, binary, seconds] = process.argv.slice(2);
const server = await servers[name](binary);
try {
  const rows = [`seconds,${columns.join(',')}`];
  await pauseUntil(performance.now() + warmUpSeconds * 1000);
  const startMs = performance.now();
  for (let second = 0; second < Number(seconds); second++) {
    await pauseUntil(startMs + second * 1000);
    const atSeconds = ((performance.now() - startMs) / 1000).toFixed(1);
    // KiB are fine enough, and a third shorter.
    const sample = await server.sample().catch(() => undefined);
    if (!sample) continue;
    const cells = columns.map((column) =>
      column.endsWith('Bytes') ? `${Math.round(sample[column] / 1024)}` : `${sample[column]}`,
    );
    rows.push(`${atSeconds},${cells.join(',')}`);
  }
  writeFileSync(join(import.meta.dirname, 'recordings', `${name}.csv`), `${rows.join('\n')}\n`);
} finally {
  await server.end();
}
process.exit();

function pauseUntil(atMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, atMs - performance.now()));
  });
}
