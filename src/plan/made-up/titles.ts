import type { Faker } from '@faker-js/faker';

// Chosen by hand, for any audience: faker's lists of books and songs have titles that no demo should show.

const QUALITIES = [
  ...['Amber', 'Borrowed', 'Bright', 'Copper', 'Distant', 'Early', 'Evening', 'First', 'Folded', 'Forgotten'],
  ...[
    'Gentle',
    'Glass',
    'Golden',
    'Hidden',
    'Hollow',
    'Last',
    'Lost',
    'Northern',
    'Open',
    'Painted',
    'Paper',
  ],
  ...[
    'Patient',
    'Quiet',
    'Restless',
    'Salt',
    'Second',
    'Silver',
    'Slow',
    'Small',
    'Southern',
    'Winter',
    'Wooden',
  ],
] as const;

const THINGS = [
  ...[
    'Almanac',
    'Archive',
    'Atlas',
    'Bridge',
    'Clock',
    'Coast',
    'Compass',
    'Orchard',
    'Ferry',
    'Forest',
    'Garden',
  ],
  ...[
    'Harbor',
    'Horizon',
    'Island',
    'Kite',
    'Lantern',
    'Letter',
    'Library',
    'Lighthouse',
    'Map',
    'Meadow',
    'Mirror',
  ],
  ...[
    'Mountain',
    'Observatory',
    'Orchestra',
    'Piano',
    'Railway',
    'River',
    'Season',
    'Signal',
    'Summer',
    'Voyage',
  ],
] as const;

export const GENRES = [
  ...[
    'Adventure',
    'Animation',
    'Comedy',
    'Documentary',
    'Drama',
    'Family',
    'Fantasy',
    'History',
    'Music',
    'Mystery',
  ],
  ...['Romance', 'Science Fiction', 'Thriller', 'Travel', 'Western'],
] as const;

const PRAISE = [
  'warm',
  'quiet',
  'surprising',
  'funny',
  'tense',
  'gentle',
  'clever',
  'moving',
  'playful',
  'short',
] as const;

/** From one title to the next, so that neither of its words is that of its neighbour. */
const STEP = 397;

/** The title of a film, a book or a song that is not there: `The Paper Lighthouse`. The first thousand all differ. */
export function madeUpTitle(nth: number): string {
  const number = nth * STEP;
  const quality = QUALITIES[number % QUALITIES.length] ?? QUALITIES[0];
  const thing = THINGS[Math.floor(number / QUALITIES.length) % THINGS.length] ?? THINGS[0];
  return `The ${quality} ${thing}`;
}

/** What a text could be about: `northern lighthouse`. */
export const madeUpTheme = (nth: number): string => madeUpTitle(nth).slice('The '.length).toLowerCase();

/** What could be said of it: `warm, clever and well liked`. */
export const madeUpPraise = (faker: Faker): string =>
  `${faker.helpers.arrayElements(PRAISE, 2).join(', ')} and well liked`;
