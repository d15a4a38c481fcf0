import { describe, expect, it } from 'vitest';
import { Selection } from '../../../ui/state/selection.svelte.ts';

function select(hash = '') {
  const store = {
    hash,
    read: () => store.hash,
    steps: [] as string[],
    write(next: string, how: 'push' | 'replace') {
      store.hash = next;
      store.steps.push(how);
    },
  };
  const watched: (string | undefined)[] = [];
  const selection: Selection = new Selection(store, (before) => {
    if (before.session !== selection.session) watched.push(selection.session);
  });
  return { store, watched, selection };
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

  it('is nothing to go back to packet by packet, but session by session', () => {
    const { selection, store } = select();
    selection.choose('s1');
    selection.choosePacket('x1');
    selection.choosePacket('x2');
    selection.choose('s2');
    selection.clear();
    expect(store.steps).toEqual(['push', 'replace', 'replace', 'push', 'push']);
  });

  it('keeps the filter and the overview when a session is chosen and left', () => {
    const { selection, store } = select('#show=findings&filter=state%3Alost');
    selection.choose('s3');
    expect([selection.filter, selection.overview]).toEqual(['state:lost', 'findings']);
    selection.clear();
    expect(store.hash).toBe('show=findings&filter=state%3Alost');
  });

  it('keeps the session when the filter changes', () => {
    const { selection, store } = select('#session=s3&packet=x12');
    selection.filterBy('status:416', 'replace');
    expect(store.hash).toBe('session=s3&packet=x12&filter=status%3A416');
    selection.filterBy('', 'replace');
    expect(store.hash).toBe('session=s3&packet=x12');
  });

  it('leaves the session for an overview', () => {
    const { selection } = select('#session=s3&filter=a');
    selection.show('findings');
    expect([selection.session, selection.overview, selection.filter]).toEqual([undefined, 'findings', 'a']);
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
