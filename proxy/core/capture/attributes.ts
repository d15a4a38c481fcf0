const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The attributes of every element of this name in a small XML file, in order; what is no XML has none. */
export function* attributesOf(xml: string, element: string): Generator<ReadonlyMap<string, string>> {
  const opening = `<${element}`;
  for (let at = xml.indexOf(opening); at >= 0; at = xml.indexOf(opening, at + 1)) {
    const end = xml.indexOf('>', at);
    if (end < 0) return;
    if (/^[\s/>]/.test(xml.slice(at + opening.length))) yield attributesIn(xml.slice(at + opening.length, end));
  }
}

function attributesIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/([\w.:-]{1,100})="([^"]*)"/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  return text.replace(/&(?:(\w{1,5})|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name: string, decimal: string, hex: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
