import { utf8Text } from '../text/utf8.ts';
import type { ByteOrder } from './byte-order.ts';
import { OPTION, padded } from './pcapng-layout.ts';

/** More on one packet are left out. */
const MAX_COMMENTS = 16;

/** The comments among the options that begin at `from` [draft-ietf-opsawg-pcapng §3.5]. Each is shorter than 64 KiB. */
export function commentsIn(block: Uint8Array, from: number, order: ByteOrder): readonly string[] | undefined {
  let comments: string[] | undefined;
  for (let at = from; at + 4 <= block.length; ) {
    const code = order.u16(block, at);
    const end = at + 4 + order.u16(block, at + 2);
    if (code === OPTION.end || end > block.length) break;
    if (code === OPTION.comment) {
      comments ??= [];
      comments.push(utf8Text(block.subarray(at + 4, end)));
      if (comments.length === MAX_COMMENTS) break;
    }
    at += 4 + padded(end - at - 4);
  }
  return comments;
}
