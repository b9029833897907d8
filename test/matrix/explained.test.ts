/*
 * How much of RSS is on a named line, and how much of the live heap has neither a type nor a holder: on programs of ours, one
 * with cgo, and on servers that others wrote while they serve.
 */
import { describe, test } from 'vitest';
import type { Inspection } from '../../src/inspect/index.ts';
import { inspect } from '../../src/inspect/index.ts';
import { GoService } from '../../src/inspect/testdata/go-service.ts';
import { explainedPrograms } from './lines.ts';
import { startNats, startPrometheus } from './servers.ts';
import { leaveOut, runSubject } from './subject.ts';
import { goInstalled, unpackedDebian } from './tools.ts';

const group = 'How much of RSS is explained, how much of the live heap is known';

/** Shares of RSS that may be on no line, and of the live heap that may have neither a type nor a holder. */
interface Bounds {
  readonly unexplained: number;
  readonly unknown: number;
}

describe('memory is explained', () => {
  test.for(explainedPrograms)('of $name', async ({ name, unexplained }, { skip }) => {
    const subject = { group, subject: `testdata/${name}, the local Go` };
    if (!(await GoService.has(undefined))) return leaveOut(subject, skip, 'the machine has no Go');
    await runSubject(subject, async () => {
      const service = await GoService.start(name, undefined);
      try {
        return await explained(service.pid, { unexplained, unknown: 0.05 });
      } finally {
        service.stop();
      }
    });
  });

  test("of Debian's Prometheus while it scrapes 150,000 series", async ({ skip }) => {
    const subject = { group, subject: "prometheus (Debian's, stripped) while it scrapes" };
    const path = unpackedDebian('prometheus', 'usr/bin/prometheus');
    if (path === undefined) return leaveOut(subject, skip, 'it cannot be downloaded');
    await runSubject(subject, async () => {
      const server = await startPrometheus(path, { keepsScraping: true });
      try {
        return await explained(server.pid, { unexplained: 0.01, unknown: 0.15 });
      } finally {
        await server.end();
      }
    });
  });

  test('of a NATS server while it delivers', async ({ skip }) => {
    const subject = { group, subject: 'nats-server (go install) while it delivers' };
    const path = goInstalled('nats-server', 'github.com/nats-io/nats-server/v2@latest');
    if (path === undefined) return leaveOut(subject, skip, 'it cannot be downloaded');
    await runSubject(subject, async () => {
      const server = await startNats(path, { publishes: true });
      try {
        return await explained(server.pid, { unexplained: 0.01, unknown: 0.15 });
      } finally {
        await server.end();
      }
    });
  });
});

async function explained(pid: number, bounds: Bounds): Promise<string> {
  using inspection = await inspect(pid, { graph: true });
  const { heap, ledger } = inspection;
  if (!heap) throw new Error('not every object was looked at');
  const figures = figuresOf(inspection);
  const isWrong =
    ledger.unexplainedBytes > bounds.unexplained * ledger.totalBytes ||
    heap.unheldBytes > bounds.unknown * heap.reachableBytes;
  if (isWrong) throw new Error(figures);
  return figures;
}

function figuresOf({ heap, ledger }: Inspection): string {
  const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)}%`;
  const rss = `${(ledger.totalBytes / 2 ** 20).toFixed(1)} MiB of RSS`;
  const told = percent(ledger.totalBytes - ledger.unexplainedBytes, ledger.totalBytes);
  const live = heap?.reachableBytes ?? 0;
  return (
    `${rss}, ${told} on named lines; ${heap?.reachableObjects} live objects of ${(live / 2 ** 20).toFixed(1)} MiB: ` +
    `${percent(heap?.untypedBytes ?? 0, live)} without a type, ${percent(heap?.unheldBytes ?? 0, live)} with neither type nor holder`
  );
}
