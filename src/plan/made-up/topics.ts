/** One thing that an answer recommends, or that an index holds. */
export interface Entry {
  readonly title: string;
  /** The second column of the table: a director, an author, a time, a price. */
  readonly by: string;
  /** The third: a year, a difficulty, a rating. */
  readonly fact: string | number;
  readonly tags: string[];
  /** A clause that follows a dash. */
  readonly why: string;
}

/** What a made-up answer is about. */
export interface Topic {
  readonly index: string;
  /** Questions that are about it. */
  readonly asked: RegExp;
  readonly things: string;
  readonly columns: readonly [string, string, string];
  /** A filter that a search of this index takes. */
  readonly filter: string;
  readonly entries: readonly Entry[];
}

/** Entries from lines of `title | by | fact | tags | why`. */
function entriesOf(table: string): Entry[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [title = '', by = '', fact = '', tags = '', why = ''] = line.trim().split(' | ');
      return { title, by, fact: /^\d{4}$/.test(fact) ? Number(fact) : fact, tags: tags.split(', '), why };
    });
}

export const TOPICS: readonly [Topic, ...Topic[]] = [
  {
    index: 'movies',
    asked: /film|movie|cinema|watch|director|actor/i,
    things: 'films',
    columns: ['Film', 'Director', 'Year'],
    filter: 'release_year > 1990',
    entries: entriesOf(`
      Interstellar | Christopher Nolan | 2014 | Science Fiction, Drama | a space crew looks for a new home beyond a wormhole
      Contact | Robert Zemeckis | 1997 | Science Fiction, Mystery | a signal from space changes an astronomer’s life
      Arrival | Denis Villeneuve | 2016 | Science Fiction, Drama | a linguist learns to think in another language
      Primer | Shane Carruth | 2004 | Science Fiction, Thriller | two engineers build more than they meant to
      Spirited Away | Hayao Miyazaki | 2001 | Animation, Fantasy | a girl works in a bathhouse for spirits
      The Grand Budapest Hotel | Wes Anderson | 2014 | Comedy, Drama | a concierge and his lobby boy on the run
      Parasite | Bong Joon-ho | 2019 | Thriller, Drama | a family moves in, one job at a time
      Amélie | Jean-Pierre Jeunet | 2001 | Comedy, Romance | small kindnesses all over Montmartre
      Moon | Duncan Jones | 2009 | Science Fiction, Drama | three years of space mining come to a strange end
      Whiplash | Damien Chazelle | 2014 | Drama, Music | a drummer meets a teacher without mercy
    `),
  },
  {
    index: 'recipes',
    asked: /recipe|cook|eat|dinner|lunch|breakfast|meal|dish|ingredient|bake/i,
    things: 'recipes',
    columns: ['Recipe', 'Time', 'Difficulty'],
    filter: 'minutes <= 60',
    entries: entriesOf(`
      Shakshuka | 30 min | easy | Vegetarian, Breakfast | eggs poached in spiced tomatoes, straight from the pan
      Mushroom risotto | 45 min | medium | Vegetarian, Italian | creamy, patient, and worth the stirring
      Thai green curry | 40 min | medium | Spicy, Gluten-free | coconut and basil, as hot as you like
      Lentil soup | 35 min | easy | Vegan, Soup | one pot, and better the next day
      Sheet-pan salmon | 25 min | easy | Fish, Quick | everything roasts on one tray
      Sourdough focaccia | 4 h | medium | Baking, Vegan | mostly waiting, then olive oil and salt
      Chicken tagine | 90 min | medium | Moroccan, Stew | apricots, almonds and a low flame
      Crêpes | 20 min | easy | French, Dessert | thin, lacy, and gone in a minute
    `),
  },
  {
    index: 'products',
    asked: /product|buy|price|shop|gift|cheap|laptop|headphone|shoe|order|store/i,
    things: 'products',
    columns: ['Product', 'Price', 'Rating'],
    filter: 'price < 150',
    entries: entriesOf(`
      Harbor 40 Headphones | $129 | 4.7 | Audio, Wireless | forty hours on one charge, and they fold flat
      Field Notes Backpack | $89 | 4.5 | Bags, Travel | a laptop sleeve and a roll top that keeps rain out
      Morning Kettle | $64 | 4.6 | Kitchen, Coffee | holds its temperature to the degree
      Trail Runner 3 | $119 | 4.4 | Shoes, Outdoor | light, with a grip that forgives wet stone
      Desk Lamp Arc | $49 | 4.3 | Lighting, Office | warm in the evening, bright at noon
      Pocket Projector Mini | $145 | 4.1 | Video, Portable | a wide picture from the size of a book
      Quiet Keyboard 75 | $99 | 4.8 | Office, Wireless | soft switches that colleagues will not hear
      Canvas Sneaker Low | $59 | 4.2 | Shoes, Casual | recycled cotton, and machine washable
    `),
  },
  {
    index: 'books',
    asked: /book|novel|read|author|library|story/i,
    things: 'books',
    columns: ['Book', 'Author', 'Year'],
    filter: 'pages < 500',
    entries: entriesOf(`
      The Left Hand of Darkness | Ursula K. Le Guin | 1969 | Science Fiction, Classic | an envoy learns a world without genders
      Piranesi | Susanna Clarke | 2020 | Fantasy, Mystery | a house of endless halls and tides
      Klara and the Sun | Kazuo Ishiguro | 2021 | Fiction, Dystopia | an artificial friend watches over a child
      A Gentleman in Moscow | Amor Towles | 2016 | Fiction, History | a count spends decades in one hotel
      Project Hail Mary | Andy Weir | 2021 | Science Fiction, Adventure | a lone astronaut with a planet to save
      Pachinko | Min Jin Lee | 2017 | Fiction, Family | four generations between Korea and Japan
      The Overstory | Richard Powers | 2018 | Fiction, Nature | nine lives changed by trees
      Circe | Madeline Miller | 2018 | Fantasy, Myth | the witch of Aiaia tells it herself
    `),
  },
];

export const TITLES = TOPICS.flatMap((topic) => topic.entries.map(({ title }) => title));
