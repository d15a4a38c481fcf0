/** Fragment: a run of the file's bytes [BUP §2.2.6]. */
import type { Draft } from '../../http/draft.ts';
import { type Header, header } from '../../http/message.ts';
import { CONTENT_RANGE, RECEIVED_RANGE, RECEIVED_RANGE_SIC, REPLY_URL } from '../headers.ts';
import type { Fragment, FragmentAck } from '../packet.ts';
import { parseContentRange, parseOffset } from '../range.ts';
import type { AckFields } from './ack-fields.ts';
import { become } from './become.ts';
import type { RequestFields } from './request-fields.ts';

/** A fragment without a readable range is still a fragment: the rules say what is wrong with it. */
export function decodeFragment(fields: Draft<RequestFields>, headers: readonly Header[]): Fragment {
  const rangeText = header(headers, CONTENT_RANGE);
  const range = parseContentRange(rangeText ?? '');
  become(fields, 'fragment');
  const fragment: Draft<Fragment> = fields;
  fragment.rangeText = rangeText;
  fragment.range = range;
  return fragment;
}

/** Its Ack tells the next byte that the server wants, also on 416 [BUP §2.2.7.2]. */
export function decodeFragmentAck(fields: Draft<AckFields>, headers: readonly Header[]): FragmentAck {
  const nextOffsetText = header(headers, RECEIVED_RANGE) ?? header(headers, RECEIVED_RANGE_SIC);
  const nextOffset = parseOffset(nextOffsetText ?? '');
  const replyUrl = header(headers, REPLY_URL);
  become(fields, 'fragment-ack');
  const ack: Draft<FragmentAck> = fields;
  ack.nextOffsetText = nextOffsetText;
  ack.nextOffset = nextOffset;
  ack.replyUrl = replyUrl;
  return ack;
}
