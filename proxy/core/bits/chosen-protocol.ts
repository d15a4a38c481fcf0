/** The protocol that `BITS-Protocol` names; nothing where it is missing, empty, or the word `None`. */
export function chosenProtocol(text: string | undefined): string | undefined {
  return !text || text.toLowerCase() === 'none' ? undefined : text;
}
