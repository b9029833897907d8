import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { scratchFolder } from './record.ts';

export interface RunningServer {
  readonly pid: number;
  /** Where it serves /debug/pprof. */
  readonly origin: string;
  end(): Promise<void>;
}

const patienceMs = 30_000;

const seriesCount = 150_000;

/**
 * Prometheus on loopback, with its data in a folder of its own, scraping one target of many series: the heap has to be
 * large, because Debian's build keeps its sampling rate whatever GODEBUG says.
 */
export async function startPrometheus(
  binary: string,
  { keepsScraping = false }: { readonly keepsScraping?: boolean } = {},
): Promise<RunningServer> {
  const target = await serveSeries();
  const folder = mkdtempSync(join(scratchFolder('prometheus'), 'data-'));
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(folder, 'prometheus.yml');
  const job = `{job_name: many, scrape_interval: 5s, scrape_timeout: 5s, static_configs: [{targets: ['${target.address}']}]}`;
  writeFileSync(config, `scrape_configs: [${job}]\n`);
  const parameters = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${folder}`,
    `--web.listen-address=${address}`,
  ];
  const server = await start(binary, parameters, `http://${address}`);
  await target.scraped;
  if (!keepsScraping) {
    // From the last scrape on its maps stand still until the next, which has nothing to answer it.
    target.close();
    await pause(2000);
  }
  return {
    ...server,
    end: async () => {
      target.close();
      await server.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A target with many series; `scraped` resolves after the third scrape. */
async function serveSeries(): Promise<{ address: string; scraped: Promise<void>; close: () => void }> {
  const lines = Array.from(
    { length: seriesCount },
    (_, i) => `series_${i % 50}{id="${i}",zone="z${i % 7}"} ${i}\n`,
  );
  const body = lines.join('');
  let scrapes = 0;
  let done: () => void;
  const scraped = new Promise<void>((resolve) => {
    done = resolve;
  });
  const port = await freePort();
  const server = createHttpServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(body);
    if (++scrapes === 3) done();
  }).listen(port, '127.0.0.1');
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `127.0.0.1:${port}`, scraped, close };
}

/** nats-server on loopback with clients that hold subscriptions, which it keeps in maps. `countsAll`: its profile has every allocation. */
export async function startNats(
  binary: string,
  {
    publishes = false,
    countsAll = true,
  }: { readonly publishes?: boolean; readonly countsAll?: boolean } = {},
): Promise<RunningServer> {
  const port = await freePort();
  const profilePort = await freePort();
  const server = await start(
    binary,
    ['-a', '127.0.0.1', '-p', String(port), '-profile', String(profilePort)],
    `http://127.0.0.1:${profilePort}`,
    ...(countsAll ? [] : [process.env]),
  );
  const clients: Socket[] = [];
  for (let client = 0; client < 100; client++) clients.push(await subscribe(port, client));
  const publisher = publishes ? publish(clients[0]) : undefined;
  return {
    ...server,
    end: () => {
      clearInterval(publisher);
      for (const client of clients) client.destroy();
      return server.end();
    },
  };
}

/** Publishes a message to each topic of the first ten clients, again and again. */
function publish(client: Socket): NodeJS.Timeout {
  const payload = 'x'.repeat(100);
  let messages = '';
  for (let topic = 0; topic < 1000; topic++)
    messages += `PUB topic.${topic % 10}.${Math.floor(topic / 10)} ${payload.length}\r\n${payload}\r\n`;
  return setInterval(() => client.write(messages), 20);
}

/** A client of the NATS protocol with a hundred subscriptions; resolves when the server has answered for all. */
function subscribe(port: number, client: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let lines = 'CONNECT {"verbose":false}\r\n';
    for (let subject = 0; subject < 100; subject++) lines += `SUB topic.${client}.${subject} ${subject}\r\n`;
    socket.write(`${lines}PING\r\n`);
    socket.on('error', reject);
    socket.on('data', (answer) => {
      if (answer.includes('PONG')) resolve(socket);
    });
  });
}

async function start(
  binary: string,
  parameters: readonly string[],
  origin: string,
  environment: Readonly<Record<string, string | undefined>> = { ...process.env, GODEBUG: 'memprofilerate=1' },
): Promise<RunningServer> {
  const child = spawn(binary, parameters, { env: environment, stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await answers(child, `${origin}/debug/pprof/cmdline`);
  return {
    pid: child.pid ?? 0,
    origin,
    end: () => {
      child.kill('SIGTERM');
      return gone;
    },
  };
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  const startMs = performance.now();
  while (child.exitCode === null && performance.now() - startMs < patienceMs) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await pause(100);
  }
  child.kill('SIGKILL');
  throw new Error(`no answer at ${url}`);
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
