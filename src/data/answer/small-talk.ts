import type { Random } from '../../plan/made-up/random.ts';
import { fold } from '../words.ts';
import { pick } from './wording.ts';

const GREETING =
  /^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|bonjour|salut|hallo|guten (?:tag|morgen|abend)|hola|buenos dias|ciao|buongiorno|ola|oi|こんにちは|你好)(?: (?:there|all|everyone|meilisearch|again))?$/u;
const THANKS =
  /^(?:ok |okay |great |perfect |super )?(?:thanks|thank you|thx|cheers|merci|danke|gracias|grazie|obrigad[oa]|bedankt|dank je)(?: (?:a lot|so much|very much|beaucoup|schon|mille|you|again|for your help|for the help|that helps|that helped))*$/;
const PRAISE =
  /^(?:ok|okay|great|perfect|nice|cool|super|good|awesome|very good|got it|all right|alright|fine)$/;
const FAREWELL =
  /^(?:bye|goodbye|bye bye|see you|see you (?:later|soon)|good night|au revoir|tschuss|adios|ciao ciao)$/;
const ABOUT =
  /^(?:help|help me|who are you|what are you|what can you do|what can you help me with|what do you (?:do|know)|how can you help(?: me)?|what can i ask(?: you)?|what is in here|what do you have)$/;

/** The answer to what needs no search; undefined: this is a question. */
export function smallTalk(question: string, indexes: readonly string[], random: Random): string | undefined {
  const said = fold(question)
    .replace(/[^\p{L}\p{N}\s]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const names = listed(indexes);
  if (GREETING.test(said)) {
    return pick(
      [
        `Hello! I answer from what is in ${names}. What are you looking for?`,
        `Hi! Ask me anything that ${names} may know.`,
        `Hello, and welcome. I can look things up in ${names}: just ask in your own words.`,
      ],
      random,
    );
  }
  if (THANKS.test(said)) {
    return pick(
      [
        "You're welcome! Ask whenever there is something else.",
        'My pleasure. Is there anything else I can look up?',
      ],
      random,
    );
  }
  if (PRAISE.test(said)) return 'Good! Tell me if I should look up anything else.';
  if (FAREWELL.test(said))
    return pick(['Goodbye, and until next time.', 'Bye! Come back whenever you like.'], random);
  if (ABOUT.test(said) || said === '') {
    return `I search ${names} and answer from the documents that I find there. Ask in your own words: for something like this or that, for everything from a certain year on, or for a comparison of two things.`;
  }
  return undefined;
}

/** `**movies**, **books** and **recipes**`. */
function listed(indexes: readonly string[]): string {
  const names = indexes.map((name) => `**${name}**`);
  const last = names.pop() ?? 'nothing yet';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
