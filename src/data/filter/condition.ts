/** A part of a filter and where it stands in it: offsets in UTF-16 units. */
export interface FilterSpan {
  readonly start: number;
  readonly end: number;
}

/** A name or a value: what it stands for, without quotes and escapes. */
export interface FilterWord extends FilterSpan {
  readonly text: string;
}

/** A filter, parsed. `_geoRadius(…)` and its like are conditions on {@link GEO}. */
export type Condition =
  | { readonly type: 'not'; readonly condition: Condition }
  | { readonly type: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly type: 'in'; readonly attribute: FilterWord; readonly values: readonly FilterWord[] }
  | {
      readonly type: '=' | '!=' | '>' | '>=' | '<' | '<=' | 'contains' | 'starts with';
      readonly attribute: FilterWord;
      readonly value: FilterWord;
    }
  | {
      readonly type: 'to';
      readonly attribute: FilterWord;
      readonly from: FilterWord;
      readonly to: FilterWord;
    }
  | { readonly type: 'exists' | 'null' | 'empty' | 'geo'; readonly attribute: FilterWord };

/** What Meilisearch calls the attribute that the filters of places ask for. */
export const GEO = '_geo/_geojson';

/** The attributes that a condition asks for, in the order of the filter. */
export function attributesOf(condition: Condition): FilterWord[] {
  if (condition.type === 'not') return attributesOf(condition.condition);
  if ('conditions' in condition) return condition.conditions.flatMap(attributesOf);
  return [condition.attribute];
}
