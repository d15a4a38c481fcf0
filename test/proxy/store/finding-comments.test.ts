import { beforeEach, describe, expect, it } from 'vitest';
import { FindingComments } from '../../../proxy/store/finding-comments.ts';
import { Script } from '../../kit/timeline.ts';

describe('findings as comments', () => {
  let said: string[];
  let comments: FindingComments;
  let script: Script;

  beforeEach(() => {
    said = [];
    comments = new FindingComments((connection, _, text) => said.push(`${connection} ${text}`));
    script = new Script();
  });

  it('go to the connection of their exchange', () => {
    comments.take([script.exchange('x1', 's1', { connection: 'c7' }), script.finding('f1', 'x1', 's1')]);
    expect(said).toEqual(['c7 error: A gap. [fragment-gap]']);
  });

  it('go to where the session was last, when no exchange came with them', () => {
    comments.take([script.exchange('x1', 's1'), script.request('x1', 's1')]);
    comments.take([script.exchange('x2', undefined, { connection: 'c2' }), script.finding('f1', 'x1', 's1')]);
    expect(said).toEqual(['c1 error: A gap. [fragment-gap]']);
  });

  it('are not said again when they have only been counted again', () => {
    comments.take([script.exchange('x1', 's1'), script.finding('f1', 'x1', 's1')]);
    comments.take([script.exchange('x2', 's1'), script.finding('f1', 'x1', 's1'), script.finding('f2', 'x2', 's1')]);
    expect(said.length).toBe(2);
  });

  it('are left out where nobody knows their connection any more', () => {
    comments.take([script.exchange('x1', 's1'), script.request('x1', 's1')]);
    comments.take([script.evicted('session', 's1')]);
    comments.take([script.finding('f1', 'x1', 's1')]);
    expect(said).toEqual([]);
  });
});
