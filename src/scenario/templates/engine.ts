import type { Template } from 'liquidjs';
import { Context, filters, Liquid, LiquidError, toValueSync } from 'liquidjs';
import { suggest } from '../../did-you-mean.ts';
import type { TemplateMistake } from './template-error.ts';

/** What templates know: the names at the top. */
export const TEMPLATE_NAMES = [
  'message',
  'workspace',
  'model',
  'turn',
  'match',
  'documents',
  'tool',
] as const;

/** What a template is rendered with. */
export type TemplateValues = Readonly<Record<(typeof TEMPLATE_NAMES)[number], unknown>>;

/** The longest template, in characters. */
const LONGEST = 50_000;
/** What rendering may cost. Counted, and not measured in ms: a template that is rendered once always is. */
const [MOST_STEPS, MOST_MEMORY, MOST_OUTPUT] = [10_000, 1_000_000, 1_000_000];

/** Those that read files. */
const OF_FILES = ['include', 'render', 'layout', 'block'];
const OF_DATES = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'];

type Names = ReturnType<Liquid['analyzeSync']>['globals'];

const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    memoryLimit: MOST_MEMORY,
    // The same on every machine.
    timezoneOffset: 0,
    locale: 'en-US',
  });
  for (const tag of OF_FILES) delete liquid.tags[tag];
  // It takes by chance.
  liquid.unregisterFilter('sample');
  for (const name of OF_DATES) {
    const filter = filters[name];
    if (typeof filter !== 'function') continue;
    liquid.registerFilter(name, function (value: unknown, ...rest: unknown[]) {
      if (value === 'now' || value === 'today') {
        throw new Error(`"${value}" has no date here: an answer is the same whenever it is given`);
      }
      return Reflect.apply(filter, this, [value, ...rest]);
    });
  }
  return liquid;
}

/** A template, and what is wrong with it: then it is not rendered. */
interface Compiled {
  readonly templates: readonly Template[];
  /** The names that it uses, and where. */
  readonly names: Names;
  readonly mistakes: readonly TemplateMistake[];
}

/**
 * What is wrong with a template: its syntax, or names that nothing has.
 *
 * @param groups what `match` may have; undefined: the scenario matches no message
 */
export function mistakesIn(text: string, groups: readonly string[] | undefined): readonly TemplateMistake[] {
  const { names, mistakes } = compile(text);
  return mistakes.length > 0 ? mistakes : unknownGroups(names, text, groups);
}

/** A template as a text; or what is wrong with it. */
export function renderTemplate(
  text: string,
  values: TemplateValues,
): { readonly text: string } | { readonly mistake: TemplateMistake } {
  const { templates, mistakes } = compile(text);
  const [mistake] = mistakes;
  if (mistake !== undefined) return { mistake };
  const context = new Context(values, engine.options, { sync: true }, { liquid: engine });
  let steps = 0;
  context.renderLimit.check = () => {
    if (++steps > MOST_STEPS) throw new Error(`it takes more than ${MOST_STEPS} steps`);
  };
  const output = new Output();
  try {
    toValueSync(engine.renderer.renderTemplates([...templates], context, output));
    return { text: output.buffer };
  } catch (error) {
    return { mistake: mistakeOf(error, text) };
  }
}

/** What is written, up to a bound. */
class Output {
  buffer = '';

  write(value: unknown): void {
    this.buffer += written(value);
    if (this.buffer.length > MOST_OUTPUT) throw new Error(`it gives more than ${MOST_OUTPUT} characters`);
  }
}

function written(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.map(written).join('') : String(value);
}

const compiled = new Map<string, Compiled>();
const CACHE_SIZE = 500;

/** Compiled once: looking for unknown names takes longer than rendering. */
function compile(text: string): Compiled {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const made = compileAnew(text);
  if (compiled.size >= CACHE_SIZE) compiled.clear();
  compiled.set(text, made);
  return made;
}

function compileAnew(text: string): Compiled {
  if (text.length > LONGEST) {
    return broken({ message: `it has more than ${LONGEST} characters`, offset: 0 });
  }
  try {
    const templates = engine.parse(text);
    const names = engine.analyzeSync([...templates], { partials: false }).globals;
    return { templates, names, mistakes: unknownNames(names, text) };
  } catch (error) {
    return broken(mistakeOf(error, text));
  }
}

const broken = (mistake: TemplateMistake): Compiled => ({ templates: [], names: {}, mistakes: [mistake] });

function unknownGroups(
  { match = [] }: Names,
  text: string,
  groups: readonly string[] | undefined,
): TemplateMistake[] {
  return match.flatMap(({ segments: [, group], location }) => {
    const offset = offsetOf(location, text);
    if (groups === undefined) {
      const hint = 'give it match: { message: /a (group)/ }';
      return [{ message: 'the scenario has no "match.message" that could catch anything', hint, offset }];
    }
    // What is computed is known when it is rendered.
    if (typeof group === 'object' || group === undefined || groups.includes(String(group))) return [];
    const hint = suggested(String(group), groups) ?? `there are ${groups.join(', ')}`;
    return [{ message: `"match.message" has no group "${group}"`, hint, offset }];
  });
}

function unknownNames(used: Names, text: string): TemplateMistake[] {
  const names: readonly string[] = TEMPLATE_NAMES;
  return Object.entries(used)
    .filter(([name]) => !names.includes(name))
    .flatMap(([name, uses]) =>
      uses.map(({ location }) => ({
        message: `nothing is called "${name}" here`,
        hint: suggested(name, names) ?? `there are ${names.join(', ')}`,
        offset: offsetOf(location, text),
      })),
    )
    .sort((a, b) => a.offset - b.offset);
}

function offsetOf({ row, col }: { readonly row: number; readonly col: number }, text: string): number {
  let start = 0;
  for (let line = 1; line < row; line++) start = text.indexOf('\n', start) + 1;
  return start + col - 1;
}

/** What the engine says, in words for those who do not know it, and how to mend it. */
const REWORDED: readonly (readonly [said: RegExp, message?: string | undefined, hint?: string])[] = [
  [/not closed$/, undefined, 'for a text with {{ or {% in it: {% raw %}…{% endraw %}'],
  [/^memory alloc limit exceeded$/, 'it takes too much memory'],
  [/^invalid value expression: ""$/, 'there is nothing to show'],
  [/^expected "\|" before filter$/, undefined, 'two values are compared by ==, and a filter comes after |'],
];

function mistakeOf(error: unknown, text: string): TemplateMistake {
  if (error instanceof RangeError) return { message: 'it is nested too deeply', offset: 0 };
  if (!LiquidError.is(error)) {
    return { message: error instanceof Error ? error.message : String(error), offset: 0 };
  }
  // Nested errors say the same, with the places of what is around.
  const why = (error.originalError ?? error).message.replace(/, line:\d+, col:\d+$/, '');
  const { begin, end } = error.token;
  return explain(why, { begin, part: text.slice(begin, end) });
}

function explain(why: string, { begin, part }: { begin: number; part: string }): TemplateMistake {
  const [, filter] = /^undefined filter: (.*)$/.exec(why) ?? [];
  if (filter !== undefined) {
    const at = part.search(new RegExp(`\\|\\s*${filter.replace(/\W/g, '\\$&')}(?!\\w)`));
    const offset = at < 0 ? begin : begin + part.indexOf(filter, at);
    const hint = suggested(filter, Object.keys(engine.filters)) ?? 'the filters are those of Liquid';
    return { message: `there is no filter "${filter}"`, hint, offset };
  }
  const [, tag] = /^tag "(.*)" not found$/.exec(why) ?? [];
  if (tag !== undefined) {
    const message = OF_FILES.includes(tag)
      ? `{% ${tag} %} reads files, which templates cannot here`
      : `{% ${tag} %} is no tag, or closes nothing`;
    return { message, hint: suggested(tag, Object.keys(engine.tags)), offset: begin };
  }
  const [, message, hint] = REWORDED.find(([said]) => said.test(why)) ?? [undefined, why];
  return { message: message ?? why, hint, offset: begin };
}

function suggested(word: string, names: readonly string[]): string | undefined {
  const [near] = suggest(word, names);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}
