/** Fragment: a run of the file's bytes [BUP §2.2.6]. */
import type { HeaderIndex } from '../../http/message.ts';
import { CONTENT_RANGE, RECEIVED_RANGE, RECEIVED_RANGE_SIC, REPLY_URL } from '../headers.ts';
import type { Fragment, FragmentAck } from '../packet.ts';
import { parseContentRange, parseOffset } from '../range.ts';
import type { AckFields } from './ack-fields.ts';
import type { RequestFields } from './request-fields.ts';

const KEY = {
  contentRange: CONTENT_RANGE.toLowerCase(),
  receivedRange: RECEIVED_RANGE.toLowerCase(),
  receivedRangeSic: RECEIVED_RANGE_SIC.toLowerCase(),
  replyUrl: REPLY_URL.toLowerCase(),
};

/** A fragment without a readable range is still a fragment: the rules say what is wrong with it. */
export function decodeFragment(fields: RequestFields, headers: HeaderIndex): Fragment {
  const rangeText = headers.get(KEY.contentRange);
  const range = parseContentRange(rangeText ?? '');
  return {
    type: 'fragment',
    ...fields,
    ...(rangeText !== undefined && { rangeText }),
    ...(range && { range }),
  };
}

/** Its Ack tells the next byte that the server wants, also on 416 [BUP §2.2.7.2]. */
export function decodeFragmentAck(fields: AckFields, headers: HeaderIndex): FragmentAck {
  const nextOffsetText = headers.get(KEY.receivedRange) ?? headers.get(KEY.receivedRangeSic);
  const nextOffset = parseOffset(nextOffsetText ?? '');
  const replyUrl = headers.get(KEY.replyUrl);
  return {
    type: 'fragment-ack',
    ...fields,
    ...(nextOffsetText !== undefined && { nextOffsetText }),
    ...(nextOffset !== undefined && { nextOffset }),
    ...(replyUrl !== undefined && { replyUrl }),
  };
}
