import type { Socket } from 'node:net';
import { type ConnectionOptions, serveConnection } from './connection.ts';

/** The connections that are open now. */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #log: (line: string) => void;
  readonly #open = new Map<Socket, Promise<void>>();

  constructor(options: ConnectionOptions, log: (line: string) => void) {
    this.#options = options;
    this.#log = log;
  }

  serve(socket: Socket): void {
    this.#open.set(socket, this.#serve(socket));
  }

  /** Ends them all at once; resolves when whatever they were at has come to an end. */
  async endAll(): Promise<void> {
    const ending = [...this.#open].map(([socket, served]) => {
      socket.destroy();
      return served;
    });
    await Promise.all(ending);
  }

  async #serve(socket: Socket): Promise<void> {
    try {
      await serveConnection(socket, this.#options);
    } catch (error) {
      // A bug of ours costs this connection, not the server.
      this.#log(`connection given up: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    } finally {
      this.#open.delete(socket);
    }
  }
}
