import type { Framing } from '../http/message.ts';
import { readBase64 } from '../text/base64.ts';
import { type JsonObject, jsonCount, jsonObject, jsonText } from '../text/loose-json.ts';
import { utf8Bytes } from '../text/utf8.ts';
import type { HarLacks } from './har-lacks.ts';
import { inChunk, sentChunked } from './message-bytes.ts';
import type { BodyPart } from './told-exchange.ts';

/** What a HAR has of a body: its bytes, or how many there were. */
export interface HarBody {
  readonly bytes?: Uint8Array | undefined;
  /** They are what was sent, as far as it was kept; other bytes may have been unpacked, or changed as text. */
  readonly exact: boolean;
  /** As it was sent: compressed, where it was. */
  readonly length?: number | undefined;
}

/** Of a request: bitstap writes what is no text into a field of its own. */
export function requestBody(request: JsonObject): HarBody {
  const posted = jsonObject(request.postData);
  const ours = jsonObject(posted?._bitsBody);
  return { ...contentOf(ours ?? posted), length: jsonCount(request.bodySize) };
}

export function responseBody(response: JsonObject): HarBody {
  const content = jsonObject(response.content);
  const size = jsonCount(content?.size);
  const saved = typeof content?.compression === 'number' ? content.compression : 0;
  const length = jsonCount(response.bodySize) ?? (size === undefined ? undefined : Math.max(0, size - saved));
  return { ...contentOf(content), length };
}

function contentOf(content: JsonObject | undefined): Pick<HarBody, 'bytes' | 'exact'> {
  const text = jsonText(content?.text);
  const exact = jsonText(content?.encoding) === 'base64';
  if (text === undefined || text === '') return { exact };
  return { exact, bytes: exact ? readBase64(text) : utf8Bytes(text) };
}

/** How much of a body a request without an answer has, if it is less than announced: the request was cut off. */
export function cutBody(body: HarBody, framing: Framing): readonly BodyPart[] | undefined {
  const { bytes, length } = body;
  const sent = Math.floor(length ?? bytes?.length ?? Number.POSITIVE_INFINITY);
  if (framing.kind !== 'length' || sent >= framing.length) return undefined;
  if (!bytes || bytes.length > sent) return [sent];
  return bytes.length === sent ? [bytes] : [bytes, sent - bytes.length];
}

/** The body as it was sent after its head, as far as it is there. `coded`: it was compressed, and a HAR has it unpacked. */
export function bodyParts(body: HarBody, framing: Framing, coded: boolean, lacks: HarLacks): readonly BodyPart[] {
  switch (framing.kind) {
    case 'length': {
      const { bytes } = body;
      if (bytes?.length === framing.length) return [bytes];
      const begun = bytes && body.exact && !coded && bytes.length < framing.length;
      return begun ? [bytes, ...missing(framing.length - bytes.length, lacks)] : missing(framing.length, lacks);
    }
    case 'chunked':
      if (body.bytes && isAsSent(body, coded)) return sentChunked(body.bytes);
      return inChunk(missing(lengthOf(body, lacks), lacks)[0] ?? 0);
    case 'until-close':
    case 'tunnel':
    case 'unknown':
      if (body.bytes && isAsSent(body, coded)) return [body.bytes];
      return missing(lengthOf(body, lacks), lacks);
    case 'none':
      return [];
  }
}

/** What was compressed is there unpacked, if it has another length. */
function isAsSent({ bytes, length, exact }: HarBody, coded: boolean): boolean {
  return !coded || (exact && bytes?.length === length);
}

function lengthOf({ bytes, length }: HarBody, lacks: HarLacks): number {
  const known = length ?? bytes?.length;
  if (known === undefined) lacks.unknownLength += 1;
  return Math.floor(known ?? 0);
}

function missing(length: number, lacks: HarLacks): readonly BodyPart[] {
  if (length === 0) return [];
  lacks.withoutBody += 1;
  lacks.missing += length;
  return [length];
}
