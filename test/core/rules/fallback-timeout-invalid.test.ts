import { fallbackTimeoutInvalid } from '../../../proxy/core/rules/fallback-timeout-invalid.ts';
import { ack, createCase, createSession, ID } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const named = (timeout: string | undefined, hostId: string | undefined = 'node2', status = 200) =>
  createCase({
    request: createSession(),
    answer: ack(status, {
      id: ID,
      headers: {
        ...(hostId !== '-' && { 'BITS-Host-Id': hostId }),
        ...(timeout !== undefined && { 'BITS-Host-Id-Fallback-Timeout': timeout }),
      },
    }),
  });
const warning = (problem: string, timeout: string) => ({ severity: 'warning', blames: 'server', evidence: { problem, timeout } }) as const;

testRule(fallbackTimeoutInvalid, {
  passes: {
    'neither header': createCase({ request: createSession(), answer: ack(200, { id: ID }) }),
    'seconds beside a Host-Id': named('86400'),
    'one second': named('1'),
    'no time-out beside an empty Host-Id, which is another fault': named(undefined, ''),
    'a refusal': named('soon', 'node2', 403),
  },
  flags: {
    'a time-out in words': [named('1 day'), { ...warning('unreadable', '1 day'), confidence: 'certain' }],
    'a negative one': [named('-1'), warning('unreadable', '-1')],
    'a hexadecimal one': [named('0xFFFFFFFF'), warning('unreadable', '0xFFFFFFFF')],
    'an empty one': [named(''), warning('unreadable', '')],
    zero: [named('0'), warning('zero', '0')],
    'one without a Host-Id': [named('86400', '-'), warning('without-host-id', '86400')],
    'an unreadable one without a Host-Id': [named('soon', '-'), warning('without-host-id', 'soon')],
    'as a note, a Host-Id without one': [
      named(undefined),
      { severity: 'note', blames: 'server', confidence: 'likely', evidence: { problem: 'missing', hostId: 'node2' } },
    ],
  },
});
