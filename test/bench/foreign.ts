import { accessSync, constants } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

/** A proxy that is not ours, as it is started: in the foreground, one worker, nothing logged, bodies not held back. */
export interface ForeignProxy {
  readonly program: string;
  /** Writes what it needs into `folder`, and tells its arguments. */
  readonly configure: (listen: number, origin: number, folder: string) => Promise<readonly string[]>;
}

export const NGINX: ForeignProxy = {
  program: 'nginx',
  async configure(listen, origin, folder) {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
    const file = await write(
      folder,
      'nginx.conf',
      `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off; ${temporary.join(' ')}
  client_max_body_size 0; keepalive_requests 1000000000;
  upstream origin { server 127.0.0.1:${origin}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${listen};
    location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_request_buffering off; }
  }
}
`,
    );
    return ['-e', 'stderr', '-p', folder, '-c', file];
  },
};

export const HAPROXY: ForeignProxy = {
  program: 'haproxy',
  async configure(listen, origin, folder) {
    const file = await write(
      folder,
      'haproxy.cfg',
      `global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend clients
  bind 127.0.0.1:${listen}
  default_backend origin
backend origin
  server origin 127.0.0.1:${origin}
`,
    );
    return ['-db', '-q', '-f', file];
  },
};

export const MITMDUMP: ForeignProxy = {
  program: 'mitmdump',
  async configure(listen, origin, folder) {
    const settings = [`confdir=${folder}`, 'stream_large_bodies=1k', 'keep_host_header=true'];
    const flags = [
      '--quiet',
      '--mode',
      `reverse:http://127.0.0.1:${origin}`,
      '--listen-host',
      '127.0.0.1',
      '--listen-port',
      String(listen),
    ];
    return [...flags, ...settings.flatMap((setting) => ['--set', setting])];
  },
};

/** A folder for what a proxy writes; the caller removes it. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'bitstap-bench-'));
}

async function write(folder: string, name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

/** Where a program lies, if it can be run from here. On Windows these proxies are not looked for. */
export function findProgram(name: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A port that was free a moment ago, for programs that can't tell which one they got. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

const TRY_AGAIN_MS = 50;

/** Resolves when somebody listens; gives up after `patienceMs`. */
export async function listening(port: number, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!(await answers(port))) {
    if (performance.now() > until) throw new Error(`nobody listens on port ${port}`);
    await after(TRY_AGAIN_MS);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
