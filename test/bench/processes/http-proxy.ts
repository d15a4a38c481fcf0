/** The usual way to write a proxy on Node: http.Server and http-proxy, with connections to the server kept alive. */
import { Agent, createServer } from 'node:http';
import { createProxyServer } from 'http-proxy';
import { tell } from './answering.ts';

const target = `http://127.0.0.1:${process.argv[2]}`;
const proxy = createProxyServer({ target, agent: new Agent({ keepAlive: true }) });
proxy.on('error', (error) => process.stderr.write(`${error.message}\n`));

const server = createServer((request, response) => proxy.web(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') tell({ port: address.port });
});
