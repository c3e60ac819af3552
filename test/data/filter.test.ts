import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testOf } from '../../src/data/filter/evaluate.ts';
import { FilterError } from '../../src/data/filter/filter-error.ts';
import { parseFilter } from '../../src/data/filter/parse-filter.ts';

const FILMS = [
  {
    id: 1,
    title: 'Primer',
    year: 2004,
    genres: ['Drama', 'Science Fiction'],
    cast: { lead: 'Shane' },
    seen: true,
  },
  { id: 2, title: 'Été', year: 1995, genres: [], cast: { lead: 'Ana' }, note: null, seen: false },
  {
    id: 3,
    title: 'Dune',
    year: '2021',
    genres: ['Epic'],
    crew: [{ name: 'Hans' }, { name: 'Greig' }],
    note: '',
  },
  { id: 4, title: 'Untitled', 'a.b': 7, price: 9.5, released: '1999-03-31', note: {} },
];

/** The ids of the films that a filter lets through. */
function ids(filter: string): number[] {
  const condition = parseFilter(filter);
  return FILMS.filter((film) => condition === undefined || testOf(condition)(film)).map(({ id }) => id);
}

test.each([
  ['', [1, 2, 3, 4]],
  ['  ', [1, 2, 3, 4]],
  ['year = 2004', [1]],
  ['year != 2004', [2, 3, 4]],
  ['year > 1995', [1, 3]],
  ['year >= 1995', [1, 2, 3]],
  ['year<2000', [2]],
  ['year 1990 TO 2004', [1, 2]],
  ['price <= 9.5e0', [4]],
  ['title = primer', [1]],
  ['title = "  PRIMER "', [1]],
  ["title = 'été'", [2]],
  ['title = "Dune" OR title = Primer', [1, 3]],
  ['genres = drama', [1]],
  ['genres = "science fiction" AND year > 2000', [1]],
  ['genres IN [Epic, "Science Fiction"]', [1, 3]],
  ['genres IN[Epic,]', [3]],
  ['genres IN []', []],
  ['genres NOT IN [Epic]', [1, 2, 4]],
  ['NOT genres = Epic AND NOT id = 1', [2, 4]],
  ['NOT NOT id = 1', [1]],
  ['id = 1 OR id = 2 AND year > 2000', [1]],
  ['(id = 1 OR id = 2) AND year < 2000', [2]],
  ['cast.lead = ana', [2]],
  ['crew.name = greig', [3]],
  ['a.b = 7', [4]],
  ['seen = true', [1]],
  ['year EXISTS', [1, 2, 3]],
  ['year NOT EXISTS', [4]],
  ['cast EXISTS', [1, 2]],
  ['note EXISTS', [2, 3, 4]],
  ['note IS NULL', [2]],
  ['note IS NOT NULL', [1, 3, 4]],
  ['note IS EMPTY', [3, 4]],
  ['genres IS EMPTY', [2]],
  ['note IS NOT EMPTY', [1, 2]],
  ['title CONTAINS IM', [1]],
  ['title NOT CONTAINS im', [2, 3, 4]],
  ['title STARTS WITH du', [3]],
  ['title NOT STARTS WITH du', [1, 2, 4]],
  ['released > 1999', [4]],
  ['released "1999-01-01" TO "1999-12-31"', [4]],
  [String.raw`title = "Pri\x6der"`, [1]],
])('%s', (filter, expected) => {
  expect(ids(filter)).toEqual(expected);
});

const OPERATIONS =
  'Was expecting an operation `=`, `!=`, `>=`, `>`, `<=`, `<`, `IN`, `NOT IN`, `TO`, `EXISTS`, `NOT EXISTS`, `IS NULL`, `IS NOT NULL`, `IS EMPTY`, `IS NOT EMPTY`, `CONTAINS`, `NOT CONTAINS`, `STARTS WITH`, `NOT STARTS WITH`, `_geoRadius`, `_geoBoundingBox` or `_geoPolygon`';

// What Meilisearch's own tests say of such filters, and a recording of `year >`.
describe('a filter that cannot be parsed says what Meilisearch says', () => {
  test.each([
    ['year >', 'Was expecting a value but instead got nothing.\n7:7 year >'],
    ['channel = ', 'Was expecting a value but instead got nothing.\n11:11 channel = '],
    ['channel = 🐻', 'Was expecting a value but instead got `🐻`.\n11:12 channel = 🐻'],
    [
      'channel = 🐻 AND followers < 100',
      'Was expecting a value but instead got `🐻`.\n11:12 channel = 🐻 AND followers < 100',
    ],
    ['doggo', `${OPERATIONS} at \`doggo\`.\n1:6 doggo`],
    ["'OR'", `${OPERATIONS} at \`\\'OR\\'\`.\n1:5 'OR'`],
    ['channel Ponce', `${OPERATIONS} at \`channel Ponce\`.\n1:14 channel Ponce`],
    ['channel = Ponce OR', `${OPERATIONS} but instead got nothing.\n19:19 channel = Ponce OR`],
    [
      'channel = Ponce = 12',
      'Found unexpected characters at the end of the filter: `= 12`. You probably forgot an `OR` or an `AND` rule.\n17:21 channel = Ponce = 12',
    ],
    [
      'title = Glass XOR title = Glass',
      'Found unexpected characters at the end of the filter: `XOR title = Glass`. You probably forgot an `OR` or an `AND` rule.\n15:32 title = Glass XOR title = Glass',
    ],
    [
      "channel = 'ponce",
      "Expression `\\'ponce` is missing the following closing delimiter: `'`.\n11:17 channel = 'ponce",
    ],
    [
      '(channel = Mv',
      'Expression `(channel = Mv` is missing the following closing delimiter: `)`.\n1:14 (channel = Mv',
    ],
    ['colour IN blue, green]', 'Expected `[` after `IN` keyword.\n11:23 colour IN blue, green]'],
    ['colour NOT IN blue', 'Expected `[` after `IN` keyword.\n15:19 colour NOT IN blue'],
    [
      'colour IN [blue, green',
      'Expected matching `]` after the list of field names given to `IN[`\n23:23 colour IN [blue, green',
    ],
    [
      'colour IN [blue, green, blue green]',
      'Expected only comma-separated field names inside `IN[..]` but instead found `green]`.\n30:36 colour IN [blue, green, blue green]',
    ],
    [
      'colour IN [blue, green, AND]',
      'Expected only comma-separated field names inside `IN[..]` but instead found `AND]`.\n25:29 colour IN [blue, green, AND]',
    ],
    [
      "colour IN ['blue, green",
      "Expression `\\'blue, green` is missing the following closing delimiter: `'`.\n12:24 colour IN ['blue, green",
    ],
    [
      'channel = mv OR followers >= 1000)',
      'Found unexpected characters at the end of the filter: `)`. You probably forgot an `OR` or an `AND` rule.\n34:35 channel = mv OR followers >= 1000)',
    ],
    ['subscribers 100 TO1000', `${OPERATIONS} at \`subscribers 100 TO1000\`.\n1:23 subscribers 100 TO1000`],
    ['value IS NOT', `${OPERATIONS} at \`value IS NOT\`.\n1:13 value IS NOT`],
    [
      'NOT OR EXISTS',
      'Was expecting a value but instead got `OR`, which is a reserved keyword. To use `OR` as a field name or a value, surround it by quotes.\n5:7 NOT OR EXISTS',
    ],
    [
      'position <= _geo(12, 13, 14)',
      "`_geo` is a reserved keyword and thus can't be used as a filter expression. Use the `_geoRadius(latitude, longitude, distance)` or `_geoBoundingBox([latitude, longitude], [latitude, longitude])` built-in rules to filter on `_geo` coordinates.\n13:29 position <= _geo(12, 13, 14)",
    ],
    [
      'AND year > 1',
      'Was expecting a value but instead got `AND`, which is a reserved keyword. To use `AND` as a field name or a value, surround it by quotes.\n1:4 AND year > 1',
    ],
    [
      'channel = NOT',
      'Was expecting a value but instead got `NOT`, which is a reserved keyword. To use `NOT` as a field name or a value, surround it by quotes.\n11:14 channel = NOT',
    ],
    [
      '_geoRadius',
      'The `_geoRadius` filter must be in the form: `_geoRadius(latitude, longitude, radius, optionalResolution)`.\n1:11 _geoRadius',
    ],
    [
      'position = _geoRadius(12, 13, 14)',
      "The `_geoRadius` filter is an operation and can't be used as a value.\n12:34 position = _geoRadius(12, 13, 14)",
    ],
    [String.raw`title = "a\q"`, 'Malformed value: `a\\\\q`.\n10:13 title = "a\\q"'],
    ['a = 1 AND\nb =', 'Was expecting a value but instead got nothing.\n4:4 a = 1 AND\nb ='],
  ])('%j', (filter, message) => {
    expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ message }));
  });

  test('nested too deep', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}id = 1${')'.repeat(depth)}`;
    expect(parseFilter(nested(40))).toBeDefined();
    expect(() => parseFilter(nested(50))).toThrow(
      /^The filter exceeded the maximum depth limit\. .*\n51:107 \({50}id = 1/,
    );
    expect(() => parseFilter(`${'NOT '.repeat(199)}x = 1`)).toThrow(/\n797:802 NOT/);
    expect(() => parseFilter(`${'NOT '.repeat(100_000)}id = 1`)).toThrow(
      'The filter exceeded the maximum depth',
    );
    expect(() => parseFilter('('.repeat(100_000))).toThrow('The filter exceeded the maximum depth limit.');
  });
});

describe('whatever a filter is', () => {
  const piece = fc.constantFrom(
    ...[
      'year',
      ' ',
      '=',
      '>',
      '1990',
      'AND',
      ' OR ',
      'NOT ',
      '(',
      ')',
      'IN',
      '[',
      ']',
      ',',
      '"',
      "'",
      '\\',
      '\\"',
    ],
    ...[
      'TO ',
      'IS NULL',
      'EXISTS',
      'CONTAINS ',
      'STARTS WITH',
      '_geoRadius(1, 2, 3)',
      '_geo',
      '🐻',
      '\n',
      'é',
    ],
  );
  const filters = fc.oneof(
    fc.array(piece, { maxLength: 25 }).map((parts) => parts.join('')),
    fc.string(),
  );

  test('it is read, or refused with a place in it', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        try {
          parseFilter(filter);
        } catch (error) {
          if (!(error instanceof FilterError)) throw error;
          const [, from, to, rest] = /\n(\d+):(\d+) (.*)$/s.exec(error.message) ?? [];
          return Number(from) >= 1 && Number(to) >= Number(from) && filter.endsWith(rest ?? '?');
        }
        return true;
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['digits', `_geoRadius(${'1'.repeat(100_000)}`],
    ['a number', `year = ${'1'.repeat(100_000)}x`],
    ['spaces', `year NOT${' '.repeat(100_000)}`],
    ['quotes', `year = "${'\\"'.repeat(50_000)}`],
    ['conditions', Array.from({ length: 20_000 }, (_, n) => `year = ${n}`).join(' OR ')],
  ])('%s by the thousand take no time', (_, filter) => {
    const start = performance.now();
    try {
      ids(filter);
    } catch (error) {
      expect(error).toBeInstanceOf(FilterError);
    }
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
