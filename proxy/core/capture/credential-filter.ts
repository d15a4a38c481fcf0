/** What is secret in the value of a header. */
type Secret =
  | 'all'
  /** What comes behind the name of a scheme [RFC 9110 §11.4]. */
  | 'credentials'
  /** What NTLM and Negotiate say in a challenge; a server may offer several [RFC 9110 §11.6.1, RFC 4559 §4]. */
  | 'tokens';

const SECRETS: ReadonlyMap<string, readonly [name: string, secret: Secret]> = new Map(
  (
    [
      ['Authorization', 'credentials'],
      ['Proxy-Authorization', 'credentials'],
      ['Cookie', 'all'],
      ['Set-Cookie', 'all'],
      ['WWW-Authenticate', 'tokens'],
      ['Proxy-Authenticate', 'tokens'],
    ] as const
  ).map((secret) => [secret[0].toLowerCase(), secret]),
);
const LONGEST_NAME = 32;
const SCHEMES = ['basic ', 'bearer ', 'digest ', 'ntlm ', 'negotiate '];
const TOKEN_SCHEMES = ['ntlm ', 'negotiate '];
/** How every NTLM message begins in base64, before the character that tells its type: no secret, and rules look at it. */
const NTLM_SIGNATURE = 'TlRMTVNTUAA';
const [HT, LF, CR, SP, COMMA, COLON, FILLER] = [0x09, 0x0a, 0x0d, 0x20, 0x2c, 0x3a, 0x2a];

/**
 * `line`: a line begins. `name`, `scheme`, `signature`: it is being read, in `#word`. `type`: one more character is none of
 * the secret. `secret`, `pass`: up to the end of the line; in a challenge, up to the next one.
 */
type Place = 'line' | 'name' | 'scheme' | 'signature' | 'type' | 'secret' | 'pass';

/**
 * Finds credentials in the heads of one direction, byte by byte, so that no split of the bytes hides one. It looks at lines,
 * and at nothing else: what is no head must not come here.
 */
export class CredentialFilter {
  #place: Place = 'line';
  #word = '';
  /** The header whose value is being read, or may go on in the next line [RFC 9112 §5.2]. */
  #header: readonly [name: string, secret: Secret] | undefined;
  /** Where its value goes on in the next line. */
  #folded: Place = 'pass';

  /** Bytes are missing: nobody knows whether this line is a secret. */
  lose(): void {
    this.#place = 'secret';
    this.#header = ['unknown', 'all'];
  }

  /** The header that a byte is a secret of; nothing where it may be kept. */
  secretOf(byte: number): string | undefined {
    if (byte === LF) return this.#endLine();
    if (byte === CR) return this.#carriageReturn();
    switch (this.#place) {
      case 'line':
        return this.#beginLine(byte);
      case 'name':
        return this.#readName(byte);
      case 'scheme':
        return this.#readScheme(byte);
      case 'signature':
        return this.#readSignature(byte);
      case 'type':
        this.#place = 'secret';
        return undefined;
      case 'secret':
        return this.#readSecret(byte);
      case 'pass':
        if (byte === COMMA && this.#header?.[1] === 'tokens') this.#await('scheme');
        return undefined;
    }
  }

  #endLine(): undefined {
    // An empty line ends the head.
    if (this.#place === 'line') this.#header = undefined;
    this.#folded = this.#place;
    this.#await('line');
  }

  /** Alone it is a line end to some: it begins a line, but ends no secret. */
  #carriageReturn(): undefined {
    if (this.#header === undefined) this.#await('line');
  }

  #beginLine(byte: number): string | undefined {
    if (byte === SP || byte === HT) {
      if (this.#header) this.#place = this.#folded;
      return undefined;
    }
    this.#header = undefined;
    this.#await('name');
    return this.#readName(byte);
  }

  #readName(byte: number): undefined {
    if (byte !== COLON) {
      this.#word += String.fromCharCode(byte);
      if (this.#word.length > LONGEST_NAME) this.#place = 'pass';
      return;
    }
    this.#header = SECRETS.get(this.#word.trimEnd().toLowerCase());
    this.#await(this.#header === undefined ? 'pass' : 'scheme');
  }

  /** Spaces in front of it are none of it. */
  #readScheme(byte: number): string | undefined {
    const [, secret] = this.#header ?? [];
    if (this.#word === '' && (byte === SP || byte === HT)) return undefined;
    this.#word += byte === HT ? ' ' : String.fromCharCode(byte).toLowerCase();
    const schemes = secret === 'all' ? [] : secret === 'tokens' ? TOKEN_SCHEMES : SCHEMES;
    if (schemes.includes(this.#word)) this.#await(TOKEN_SCHEMES.includes(this.#word) ? 'signature' : 'secret');
    else if (!schemes.some((scheme) => scheme.startsWith(this.#word))) return this.#noScheme(byte);
    return undefined;
  }

  #noScheme(byte: number): string | undefined {
    if (this.#header?.[1] !== 'tokens') return this.#enterSecret(byte);
    if (byte === COMMA) this.#await('scheme');
    else this.#place = 'pass';
    return undefined;
  }

  #readSignature(byte: number): string | undefined {
    if (this.#word === '' && byte === SP) return undefined;
    this.#word += String.fromCharCode(byte);
    if (!NTLM_SIGNATURE.startsWith(this.#word)) return this.#enterSecret(byte);
    if (this.#word.length === NTLM_SIGNATURE.length) this.#place = 'type';
    return undefined;
  }

  #enterSecret(byte: number): string | undefined {
    this.#place = 'secret';
    return this.#readSecret(byte);
  }

  #readSecret(byte: number): string | undefined {
    if (byte !== COMMA || this.#header?.[1] !== 'tokens') return this.#header?.[0];
    this.#await('scheme');
    return undefined;
  }

  #await(place: Place): void {
    this.#place = place;
    this.#word = '';
  }
}

/** Puts the filler in place of secrets, in a copy where there are any, and notes whose they are. */
export function fillSecrets(filter: CredentialFilter, bytes: Uint8Array, from: number, to: number, into: Redacted): void {
  for (let at = from; at < to; at += 1) {
    const header = filter.secretOf(bytes[at] ?? 0);
    if (header === undefined) continue;
    // `slice` of a Buffer is no copy.
    if (into.bytes === bytes) into.bytes = Uint8Array.from(bytes);
    into.bytes[at] = FILLER;
    into.headers.add(header);
  }
}

export interface Redacted {
  /** What came in, or a copy of it. */
  bytes: Uint8Array;
  readonly headers: Set<string>;
}
