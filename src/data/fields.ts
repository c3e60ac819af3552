import type { FoundDocument } from '../scenario/schema.ts';

/** How many documents are looked at for what all of them are like. */
const SAMPLE = 50;

const TITLES =
  /^(?:title|name|headline|label|subject|heading|question|term|word)$|(?:^|_)(?:title|name|label)$|Title$|Name$/;

/** The attribute that says what a document is called; undefined: none does. */
export function titleField(documents: readonly FoundDocument[]): string | undefined {
  const sample = documents.slice(0, SAMPLE);
  const [first = {}] = sample;
  const isText = (field: string) => sample.every((document) => isShortText(document[field]));
  const names = Object.keys(first).filter(isText);
  const plain = ['title', 'name', 'headline', 'label'].find((name) => names.includes(name));
  return (
    plain ?? names.find((name) => TITLES.test(name)) ?? names.find((name) => !/id$|url|slug|sku/i.test(name))
  );
}

const isShortText = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && value.length < 200;
