import { fold, plainWords, wordsOf } from './words.ts';

/** Words of common languages that say nothing of what is searched for. */
const LISTS = [
  // English
  `a an the and or but if of in on at by for with without from to into about as than then so is are was were be been being am
  do does did doing have has had having i me my mine we us our you your he him his she her it its they them their this that
  these those there here who whom whose which what when where why how can could will would shall should may might must not no
  nor any some all both each every other another such only own same too very just also again more most less few much many
  one ones something anything someone thing things stuff lot bit please thanks thank hello hi hey ok okay yes
  let's i'm i'd i've i'll what's that's it's there's who's how's don't doesn't didn't isn't aren't wasn't can't won't couldn't
  find search show list give get tell know want need look looking see say recommend recommend suggest suggestion
  suggestions recommendation recommendations help like good best great nice interesting favourite favorite
  tonight today now kind sort fits fit
  come came out up down over under between after before during since until ever still
  compare explain describe table versus vs me`,
  // French
  `le la les un une des du de et ou mais si dans sur au aux par pour avec sans en est sont etait etre ai as a avons avez ont
  je tu il elle on nous vous ils elles me te se mon ma mes ton ta tes son sa ses notre votre leur leurs ce cet cette ces qui que
  quoi quel quelle quels quelles quand ou comment pourquoi ne pas plus moins tres bien aussi cherche chercher trouve trouver montre
  montrer donne donner recommande recommander conseille voudrais veux peux bonjour merci salut d' l' qu' c'est j'ai quelque chose`,
  // German
  `der die das den dem des ein eine einen einem einer und oder aber wenn in im an am auf bei von vom zu zum zur mit ohne fur uber
  ist sind war waren sein bin hat haben habe ich du er sie es wir ihr mich mir dich dir uns euch mein dein sein unser dieser diese
  dieses wer was welche welcher welches wann wo warum wie nicht kein keine mehr sehr auch noch gibt suche suchen finde finden zeig
  zeige zeigen gib empfiehl empfehle empfehlen mochte will kann kannst bitte danke hallo etwas aus nach gut gute guter gutes guten`,
  // Spanish
  `el la los las un una unos unas y o pero si de del en al por para con sin es son era ser estar esta estan he ha hay yo tu el
  ella nosotros me te se mi mis su sus este esta estos estas ese esa que quien cual cuales cuando donde como no mas muy tambien
  busca buscar busco encuentra encontrar muestra mostrar dame recomienda recomendar quiero puedes hola gracias algo sobre`,
  // Italian
  `il lo la i gli le un uno una e o ma se di del della dei delle in nel nella su sul al alla da dal per con senza sono era essere
  io tu lui lei noi mi ti si mio mia tuo tua questo questa questi queste che chi quale quali quando dove come non piu molto anche
  cerca cercare cerco trova trovare mostra mostrami dammi consiglia consigliami voglio puoi ciao grazie qualcosa`,
  // Portuguese
  `o a os as um uma uns umas e ou mas se de do da dos das em no na nos nas por para com sem sao era ser estar esta ha eu voce ele
  ela nos me te meu minha seu sua este esta isto que quem qual quais quando onde como nao mais muito tambem procura procurar
  encontre mostre de-me recomende quero pode ola obrigado obrigada algo sobre`,
  // Dutch
  `de het een en of maar als in op aan bij van naar met zonder voor over is zijn was waren ben heeft hebben ik jij je hij zij wij
  we mij mijn jouw deze dit die dat wie wat welke wanneer waar waarom hoe niet geen meer zeer ook er zoek zoeken vind vinden toon
  geef aanbevelen wil kan kun hallo bedankt dank iets`,
] as const;

const STOP_WORDS = new Set(LISTS.join(' ').split(/\s+/).map(fold));

/** Whether a word says nothing of what is searched for. */
export const isStopWord = (word: string): boolean => STOP_WORDS.has(word);

/** The words of a query that say what is searched for; of a query without such words, all. */
export function contentWords(query: string): string[] {
  const content = plainWords(query).filter((word) => !isStopWord(word));
  return wordsOf(content.length === 0 ? query : content.join(' '));
}
