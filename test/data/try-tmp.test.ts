import { test } from 'vitest';
import { answerFromData } from '../../src/data/answer/answer.ts';
import { DataFolder } from '../../src/hosts/server/data-folder.ts';
test('try', async () => {
  const { indexes, problems } = await new DataFolder('examples/data').load();
  console.log(problems, [...indexes].map(([k,v])=>k+' '+v.length));
  const questions: (string|string[])[] = ['Recommend a film about time travel','Which thrillers came out after 2000?','Something light for a family evening','Compare Primer and Looper in a table','hello','Thanks a lot!','What can you do?','Who directed Parasite?','Tell me about Inception','Films like Arrival','What can I cook in under 30 minutes?','Vegan soup','How many thrillers are there?','movies by Christopher Nolan','What is the weather in Berlin?','books and films about Mars','Which books by Le Guin do you have?','80s films','Inteerstelar',['Recommend a film about time travel','Tell me more about the second one'],['Which thrillers came out after 2000?','and before 1960?'],'When did Casablanca come out?','Was ist ein guter Film über Roboter?','compare Dune with Foundation','I want something with lentils', 'asdfgh', 'Recommend me a film', 'What should I watch tonight with my kids?','a movie under 90 minutes','who wrote Kindred?'];
  for (const q of questions) {
    const all=[q].flat();
    const steps = await answerFromData({ question: all.at(-1)??'', earlier: all.slice(0,-1), seed: 7 }, indexes);
    console.log('\n### ' + all.join(' → '));
    for (const s of steps ?? []) console.log('search' in s ? JSON.stringify([s.search].flat().map(x=>[x.index,x.q,x.filter,(x.documents as any[]).map(d=>d.title).join('|')])) : 'text' in s ? s.text : s);
  }
});
