import { describe, expect, it } from 'vitest';
import { Selection } from '../../../ui/state/selection.svelte.ts';

function select(hash = '') {
  const store = {
    hash,
    read: () => store.hash,
    write(next: string) {
      store.hash = next;
    },
  };
  const watched: (string | undefined)[] = [];
  return { store, watched, selection: new Selection(store, (session) => watched.push(session)) };
}

describe('the selection', () => {
  it('is read from the address', () => {
    const { selection } = select('#session=s3&packet=x12');
    expect([selection.session, selection.exchange]).toEqual(['s3', 'x12']);
  });

  it('is written to the address, session and packet', () => {
    const { selection, store } = select();
    selection.choose('s3');
    selection.choosePacket('x12');
    expect(store.hash).toBe('session=s3&packet=x12');
  });

  it('leaves the packet when another session is chosen', () => {
    const { selection } = select('#session=s3&packet=x12');
    selection.choose('s4');
    expect([selection.session, selection.exchange]).toEqual(['s4', undefined]);
  });

  it('keeps the packet when the same session is chosen again', () => {
    const { selection } = select('#session=s3&packet=x12');
    selection.choose('s3');
    expect(selection.exchange).toBe('x12');
  });

  it('takes a suggestion only while nothing is chosen', () => {
    const { selection } = select();
    selection.suggest(undefined);
    selection.suggest('s1');
    selection.suggest('s2');
    expect(selection.session).toBe('s1');
  });

  it('tells which session to watch, once for each change', () => {
    const { selection, watched } = select('#session=s1');
    selection.choosePacket('x1');
    selection.choose('s2');
    selection.clear();
    expect(watched).toEqual(['s2', undefined]);
  });

  it('follows the address when that is changed from outside', () => {
    const { selection, store, watched } = select('#session=s1');
    store.hash = '#session=s9';
    selection.restore();
    expect([selection.session, watched]).toEqual(['s9', ['s9']]);
  });

  it('survives an address that means nothing', () => {
    const { selection } = select('#%E0%A4%A&packet=x1&=');
    expect([selection.session, selection.exchange]).toEqual([undefined, undefined]);
  });
});
