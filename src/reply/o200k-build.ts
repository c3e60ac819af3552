import { rankMaps } from './o200k.ts';
import { packRanks } from './packed-ranks.ts';

/** What the build puts in place of `o200k.ts`: the same ranks, packed. */
export function packedO200k(): string {
  const { ofText, ofBytes } = rankMaps();
  const { texts, ...rest } = packRanks(ofText, ofBytes);
  return `
    import { unpackRanks } from './packed-ranks.ts';
    const texts = ${JSON.stringify(texts)};
    const rest = JSON.parse(${JSON.stringify(JSON.stringify(rest))});
    export const loadRanks = () => unpackRanks({ texts, ...rest });
  `;
}
