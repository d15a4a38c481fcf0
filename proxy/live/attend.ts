import type { Socket } from 'node:net';

/** What a lane wants to hear of a client's socket. */
export interface Attention {
  readonly data: (chunk: Buffer) => void;
  readonly end: () => void;
  readonly error: (error: NodeJS.ErrnoException) => void;
  readonly close?: () => void;
  readonly drain?: () => void;
}

/** Listens to a socket; what it returns stops that, so that another lane can take over. */
export function attend(socket: Socket, attention: Attention): () => void {
  const listeners = Object.entries(attention);
  for (const [event, listener] of listeners) socket.on(event, listener);
  return () => {
    socket.pause();
    for (const [event, listener] of listeners) socket.off(event, listener);
  };
}
