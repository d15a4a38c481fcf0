import { expect, it } from 'vitest';
import { attributesOf } from '../../../proxy/core/capture/attributes.ts';

const all = (xml: string, element: string) => [...attributesOf(xml, element)].map((attributes) => Object.fromEntries(attributes));

it('gives the attributes of each element of a name, in order', () => {
  const xml = '<a><Flag N="one" V="&lt;1&gt; &amp; &quot;&#50;&#x33;&quot;"/><Flags X="no"/>\n<Flag\n N="two"\tV=""></Flag></a>';
  expect(all(xml, 'Flag')).toEqual([
    { N: 'one', V: '<1> & "23"' },
    { N: 'two', V: '' },
  ]);
});

it.each(['', '<Flag', '<Flag N="1"', 'Flag N="1">', '<Flag N=1>'])('finds nothing in what is no XML: %s', (xml) => {
  expect(all(xml, 'Flag').flatMap((attributes) => Object.keys(attributes))).toEqual([]);
});

it('leaves what is no character as it is written', () => {
  expect(all('<F a="&#x110000; &what;"/>', 'F')).toEqual([{ a: '&#x110000; &what;' }]);
});
