import { describe, expect, it } from 'vitest';
import type { Session } from '../../proxy/core/bits/session.ts';
import type { SessionEntry } from '../../proxy/core/bits/session-store.ts';
import { UploadHistory } from '../../proxy/core/upload-history.ts';
import { created, stored } from '../kit/case.ts';

/** A session of ours in another state. */
function entry(id: string, session: Session): SessionEntry {
  return { session: { ...session, id }, creating: 0, waiting: [], touched: true, stale: false, hidden: false, keys: new Set() };
}

const fresh = (id: string): Session => ({ ...created(), id, state: 'INIT' });

function accept(history: UploadHistory, id: string): SessionEntry {
  const accepted = entry(id, created());
  history.take(accepted, fresh(id));
  return accepted;
}

describe('the history of uploads', () => {
  it('knows nothing of the first session', () => {
    const history = new UploadHistory();
    const first = entry('s1', created());
    expect(history.facts(first, fresh('s1'))).toEqual({ unfinished: 0, acknowledgedInVain: 0n, repliesBefore: 0 });
  });

  it('counts sessions that were accepted for the same client and URL, and what was acknowledged in them', () => {
    const history = new UploadHistory();
    accept(history, 's1').session = { ...created(stored('0-99/1000')), id: 's1' };
    const second = entry('s2', created());
    expect(history.facts(second, fresh('s2'))).toMatchObject({ unfinished: 1, acknowledgedInVain: 100n });
    history.take(second, fresh('s2'));
    second.session = { ...created(stored('0-49/1000')), id: 's2' };
    expect(history.facts(entry('s3', created()), fresh('s3'))).toMatchObject({ unfinished: 2, acknowledgedInVain: 150n });
  });

  it('begins anew when a session was closed', () => {
    const history = new UploadHistory();
    const first = accept(history, 's1');
    const before = first.session;
    first.session = { ...before, state: 'COMPLETE' };
    history.take(first, before);
    expect(history.facts(entry('s2', created()), fresh('s2'))).toMatchObject({ unfinished: 0, acknowledgedInVain: 0n });
  });

  it('keeps other URLs apart', () => {
    const history = new UploadHistory();
    accept(history, 's1');
    expect(history.facts(entry('s2', { ...created(), path: '/other' }), fresh('s2'))).toMatchObject({ unfinished: 0 });
  });

  it('counts replies of a path, whoever uploaded', () => {
    const history = new UploadHistory();
    const replied = entry('s1', created(stored('0-999/1000', '/reply')));
    history.take(replied, created(stored('0-499/1000')));
    const other = entry('s2', { ...created(stored('0-999/1000')), client: '192.0.2.99' });
    expect(history.facts(other, created(stored('0-499/1000')))).toMatchObject({ repliesBefore: 1 });
  });
});
