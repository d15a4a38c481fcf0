/** Whether a header is one of the protocol. Most names begin with another letter, and are not looked at any further. */
export function isBitsName(name: string): boolean {
  return (name.charCodeAt(0) | 0x20) === 0x62 && /^bits-/i.test(name);
}
