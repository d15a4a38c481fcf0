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
  /** As it was sent: compressed, where it was. */
  readonly length?: number | undefined;
}

/** Of a request: bitstap writes what is no text into a field of its own. */
export function requestBody(request: JsonObject): HarBody {
  const posted = jsonObject(request.postData);
  const text = jsonText(posted?.text);
  const bytes = packed(jsonObject(posted?._bitsBody)) ?? (text !== undefined && text !== '' ? utf8Bytes(text) : undefined);
  return { bytes, length: jsonCount(request.bodySize) };
}

export function responseBody(response: JsonObject): HarBody {
  const content = jsonObject(response.content);
  const size = jsonCount(content?.size);
  const saved = typeof content?.compression === 'number' ? content.compression : 0;
  const length = jsonCount(response.bodySize) ?? (size === undefined ? undefined : Math.max(0, size - saved));
  return { bytes: packed(jsonObject(content?._bitsBody)) ?? packed(content), length };
}

function packed(content: JsonObject | undefined): Uint8Array | undefined {
  const text = jsonText(content?.text);
  if (text === undefined || text === '') return undefined;
  return jsonText(content?.encoding) === 'base64' ? readBase64(text) : utf8Bytes(text);
}

/** How much of a body a request without an answer has, if it is less than announced: the request was cut off. */
export function cutBody(body: HarBody, framing: Framing): readonly BodyPart[] | undefined {
  const sent = body.bytes?.length ?? body.length;
  if (framing.kind !== 'length' || sent === undefined || sent >= framing.length) return undefined;
  return [body.bytes ?? Math.floor(sent)];
}

/** The body as it was sent after its head, as far as it is there. `coded`: it was compressed, and a HAR has it unpacked. */
export function bodyParts(body: HarBody, framing: Framing, coded: boolean, lacks: HarLacks): readonly BodyPart[] {
  switch (framing.kind) {
    case 'length': {
      if (body.bytes?.length === framing.length) return [body.bytes];
      return missing(framing.length, lacks);
    }
    case 'chunked':
      if (body.bytes && !coded) return sentChunked(body.bytes);
      return inChunk(missing(lengthOf(body, lacks), lacks)[0] ?? 0);
    case 'until-close':
    case 'tunnel':
    case 'unknown':
      if (body.bytes && !coded) return [body.bytes];
      return missing(lengthOf(body, lacks), lacks);
    case 'none':
      return [];
  }
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
