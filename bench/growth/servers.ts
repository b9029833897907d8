import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, get, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a server's memory was at one moment; bytes but for the counts. */
export interface Sample {
  readonly heapAllocBytes: number;
  readonly heapInuseBytes: number;
  readonly nextGcBytes: number;
  readonly residentBytes: number;
  readonly heapObjects: number;
  readonly goroutines: number;
  readonly gcCount: number;
}

/** A server of others, under a load that swells and ebbs within minutes. */
export interface LoadedServer {
  readonly pid: number;
  readonly version: string;
  sample(): Promise<Sample>;
  end(): Promise<void>;
}

const patienceMs = 30_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Debian's prometheus: it scrapes a target whose number of series moves, and answers queries. */
export async function loadPrometheus(binary: string): Promise<LoadedServer> {
  const target = await listen((_, response) => {
    const seriesCount = Math.round(3000 + 1500 * swell(240) + 500 * Math.random());
    const lines = Array.from({ length: seriesCount }, (__, i) => `s_${i % 40}{id="${i}"} ${Math.random()}\n`);
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(lines.join(''));
  });
  const folder = mkdtempSync(join(tmpdir(), 'highwater-growth-'));
  const port = await freePort();
  const job = `{job_name: moving, scrape_interval: 2s, scrape_timeout: 2s, static_configs: [{targets: ['127.0.0.1:${portOf(target)}']}]}`;
  writeFileSync(join(folder, 'prometheus.yml'), `scrape_configs: [${job}]\n`);
  const child = start(binary, [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  const origin = `http://127.0.0.1:${port}`;
  await answers(child, `${origin}/metrics`);
  const queries = setInterval(() => {
    const query = encodeURIComponent(
      `sum by (__name__) (rate({__name__=~"s_${Math.floor(Math.random() * 4)}.*"}[1m]))`,
    );
    for (let i = 0; i < 1 + 3 * swell(100) * Math.random(); i++) {
      const end = Date.now() / 1000;
      void text(`${origin}/api/v1/query_range?query=${query}&start=${end - 300}&end=${end}&step=5`).catch(
        () => '',
      );
    }
  }, 700);
  return {
    pid: child.pid ?? 0,
    version: 'prometheus of Debian',
    sample: async () => fromMetrics(await text(`${origin}/metrics`)),
    end: async () => {
      clearInterval(queries);
      target.close();
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** nats-server with JetStream in memory, publishers whose rate moves, and clients that come and go. */
export async function loadNats(binary: string): Promise<LoadedServer> {
  const [port, monitorPort] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'highwater-growth-'));
  const child = start(binary, [
    '-a',
    '127.0.0.1',
    '-p',
    String(port),
    '-m',
    String(monitorPort),
    '-js',
    '-sd',
    folder,
  ]);
  const origin = `http://127.0.0.1:${monitorPort}`;
  await answers(child, `${origin}/debug/vars`);
  const publisher = await client(port);
  const stream = JSON.stringify({ name: 'S', subjects: ['s.>'], storage: 'memory', max_msgs: 5_000 });
  publisher.write(`PUB $JS.API.STREAM.CREATE.S ${stream.length}\r\n${stream}\r\n`);
  const visitors: Socket[] = [];
  const publish = setInterval(() => {
    let messages = '';
    for (let i = 0; i < 20 + 200 * swell(180) * Math.random(); i++) {
      const payload = 'x'.repeat(100 + Math.floor(Math.random() ** 3 * 4000));
      messages += `PUB s.${i % 100} ${payload.length}\r\n${payload}\r\n`;
    }
    publisher.write(messages);
  }, 100);
  const visit = setInterval(() => {
    const wanted = 20 + 60 * swell(240);
    if (visitors.length > wanted) visitors.shift()?.destroy();
    else
      void client(port).then(
        (socket) => {
          for (let i = 0; i < 20; i++) socket.write(`SUB s.${Math.floor(Math.random() * 100)} ${i}\r\n`);
          visitors.push(socket);
        },
        () => {},
      );
  }, 200);
  return {
    pid: child.pid ?? 0,
    version: 'nats-server by go install',
    sample: async () => {
      const varz = JSON.parse(await text(`${origin}/debug/vars`)) as { memstats: Record<string, number> };
      const stacks = JSON.parse(await text(`${origin}/varz`)) as { connections: number };
      return fromMemStats(varz.memstats, stacks.connections, child.pid ?? 0);
    },
    end: async () => {
      clearInterval(publish);
      clearInterval(visit);
      for (const socket of [publisher, ...visitors]) socket.destroy();
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Caddy in front of a slow server, with requests whose number at a time moves. */
export async function loadCaddy(binary: string): Promise<LoadedServer> {
  const behind = await listen((_, response) => {
    setTimeout(() => response.end('y'.repeat(Math.floor(Math.random() ** 4 * 200_000))), Math.random() * 500);
  });
  const folder = mkdtempSync(join(tmpdir(), 'highwater-growth-'));
  const [port, adminPort] = [await freePort(), await freePort()];
  writeFileSync(
    join(folder, 'Caddyfile'),
    `{\n admin 127.0.0.1:${adminPort}\n}\nhttp://127.0.0.1:${port} {\n encode gzip\n reverse_proxy 127.0.0.1:${portOf(behind)}\n}\n`,
  );
  const child = start(binary, ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'], {
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
  });
  const admin = `http://127.0.0.1:${adminPort}`;
  await answers(child, `${admin}/metrics`);
  const requests = setInterval(() => {
    for (let i = 0; i < 1 + 8 * swell(200) * Math.random(); i++) {
      const sent = request(
        { port, host: '127.0.0.1', agent, headers: { 'accept-encoding': 'gzip' } },
        (answer) => answer.resume(),
      );
      sent.on('error', () => {});
      sent.end();
    }
  }, 100);
  return {
    pid: child.pid ?? 0,
    version: 'caddy by go install',
    sample: async () => fromMetrics(await text(`${admin}/metrics`)),
    end: async () => {
      clearInterval(requests);
      behind.close();
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Between 0 and 1, up and down in about `periodSeconds`, with a shorter wave on it. */
function swell(periodSeconds: number): number {
  const turn = (2 * Math.PI * performance.now()) / 1000 / periodSeconds;
  return 0.5 + 0.35 * Math.sin(turn) + 0.15 * Math.sin(turn * 4.7);
}

function fromMetrics(metrics: string): Sample {
  const value = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1] ?? Number.NaN);
  return {
    heapAllocBytes: value('go_memstats_heap_alloc_bytes'),
    heapInuseBytes: value('go_memstats_heap_inuse_bytes'),
    nextGcBytes: value('go_memstats_next_gc_bytes'),
    residentBytes: value('process_resident_memory_bytes'),
    heapObjects: value('go_memstats_heap_objects'),
    goroutines: value('go_goroutines'),
    gcCount: value('go_gc_duration_seconds_count'),
  };
}

function fromMemStats(memstats: Record<string, number>, connections: number, pid: number): Sample {
  return {
    heapAllocBytes: memstats['HeapAlloc'],
    heapInuseBytes: memstats['HeapInuse'],
    nextGcBytes: memstats['NextGC'],
    residentBytes: Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096,
    heapObjects: memstats['HeapObjects'],
    // Of which nats-server has two for each connection.
    goroutines: 2 * connections,
    gcCount: memstats['NumGC'],
  };
}

function start(
  binary: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): ChildProcess {
  return spawn('nice', ['-n', '19', binary, ...parameters], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  const startMs = performance.now();
  while (child.exitCode === null && performance.now() - startMs < patienceMs) {
    const isThere = await text(url).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill('SIGKILL');
  throw new Error(`no answer at ${url}`);
}

function text(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent, timeout: 5000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (body += part));
      response.on('end', () => (response.statusCode === 200 ? resolve(body) : reject(new Error(body))));
    });
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
  });
}

/** A connection of the NATS protocol that answers the server's pings. */
function client(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.write('CONNECT {"verbose":false}\r\nPING\r\n');
    socket.on('data', (answer) => {
      if (answer.includes('PING\r\n')) socket.write('PONG\r\n');
      if (answer.includes('PONG\r\n')) resolve(socket);
    });
  });
}

type Handler = NonNullable<Parameters<typeof createServer>[1]>;

function listen(handler: Handler): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer({}, handler).listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function freePort(): Promise<number> {
  const server = await listen(() => {});
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
