import { describe, expect, it } from 'vitest';
import type { Session } from '../../proxy/core/bits/session.ts';
import type { SessionEntry } from '../../proxy/core/bits/session-store.ts';
import { UploadHistory } from '../../proxy/core/upload-history.ts';
import { created, stored } from '../kit/case.ts';

/** Sessions follow each other by an hour; each is over in a second. */
const HOUR = 3_600_000;

function entry(hour: number, session: Session = created()): SessionEntry {
  const at = { createdAt: hour * HOUR, lastAt: hour * HOUR + 1000 };
  return {
    session: { ...session, id: `s${hour}`, ...at },
    creating: 0,
    waiting: [],
    touched: true,
    stale: false,
    hidden: false,
    keys: new Set(),
  };
}

const fresh: Session = { ...created(), state: 'INIT' };

function accept(history: UploadHistory, hour: number): SessionEntry {
  const accepted = entry(hour);
  history.take(accepted, fresh);
  return accepted;
}

/** What came of an accepted session until its client gave it up. */
function become(accepted: SessionEntry, session: Session): void {
  const { id, createdAt, lastAt } = accepted.session;
  accepted.session = { ...session, id, createdAt, lastAt };
}

describe('the history of uploads', () => {
  it('knows nothing of the first session', () => {
    const facts = new UploadHistory().facts(entry(1), fresh);
    expect(facts).toEqual({ unfinished: 0, forgotten: 0, acknowledgedInVain: 0n, repliesBefore: 0 });
  });

  it('counts sessions that were accepted for the same client and URL, and what was acknowledged in them', () => {
    const history = new UploadHistory();
    become(accept(history, 1), created(stored('0-99/1000')));
    expect(history.facts(entry(2), fresh)).toMatchObject({ unfinished: 1, acknowledgedInVain: 100n });
    become(accept(history, 2), created(stored('0-49/1000')));
    expect(history.facts(entry(3), fresh)).toMatchObject({ unfinished: 2, acknowledgedInVain: 150n });
  });

  it('goes on counting when there are many', () => {
    const history = new UploadHistory();
    for (let hour = 1; hour <= 10; hour += 1) become(accept(history, hour), created(stored('0-99/1000')));
    expect(history.facts(entry(11), fresh)).toMatchObject({ unfinished: 10, acknowledgedInVain: 1000n });
  });

  it('does not count a session against itself or against one before it', () => {
    const history = new UploadHistory();
    accept(history, 1);
    const second = accept(history, 2);
    accept(history, 3);
    become(second, { ...created(), state: 'NOTIFY' });
    expect(history.facts(second, created())).toMatchObject({ unfinished: 1 });
  });

  it('tells how many the server no longer knew', () => {
    const history = new UploadHistory();
    accept(history, 1);
    become(accept(history, 2), { ...created(), state: 'EXPIRED' });
    expect(history.facts(entry(3), fresh)).toMatchObject({ unfinished: 2, forgotten: 1 });
  });

  it('does not count a session that went on beside the next one', () => {
    const history = new UploadHistory();
    const first = accept(history, 1);
    accept(history, 2);
    first.session = { ...first.session, lastAt: 2 * HOUR + 1 };
    expect(history.facts(entry(3), fresh)).toMatchObject({ unfinished: 1 });
  });

  it('does not count an upload that was acknowledged whole and only never closed', () => {
    const history = new UploadHistory();
    become(accept(history, 1), created(stored('0-999/1000')));
    expect(history.facts(entry(2), fresh)).toMatchObject({ unfinished: 0, acknowledgedInVain: 0n });
  });

  it('begins anew when a session was closed', () => {
    const history = new UploadHistory();
    const first = accept(history, 1);
    const before = first.session;
    become(first, { ...before, state: 'COMPLETE' });
    history.take(first, before);
    expect(history.facts(entry(2), fresh)).toMatchObject({ unfinished: 0, acknowledgedInVain: 0n });
  });

  it('keeps other URLs apart', () => {
    const history = new UploadHistory();
    accept(history, 1);
    expect(history.facts(entry(2, { ...created(), path: '/other' }), fresh)).toMatchObject({ unfinished: 0 });
  });

  it('forgets the URL that it met first, beyond its limit', () => {
    const history = new UploadHistory(1);
    accept(history, 1);
    history.take(entry(2, { ...created(), path: '/other' }), fresh);
    expect(history.facts(entry(3), fresh)).toMatchObject({ unfinished: 0 });
  });

  it('counts replies of a path, whoever uploaded', () => {
    const history = new UploadHistory();
    history.take(entry(1, created(stored('0-999/1000', '/reply'))), created(stored('0-499/1000')));
    const other = entry(2, { ...created(stored('0-999/1000')), client: '192.0.2.99' });
    expect(history.facts(other, created(stored('0-499/1000')))).toMatchObject({ repliesBefore: 1 });
  });
});
