/** `npm run conformance -- --url http://localhost:7700 --key MASTER_KEY` */
import { parseArgs } from 'node:util';
import { conform } from './conform.ts';

const USAGE = `Usage: npm run conformance -- --url URL [--key KEY] [--only TEXT] [--cases FOLDER]

Replays requests against a server, a real Meilisearch or this mock, and prints where its answers differ from those of a
real Meilisearch 1.48 to 1.50.

  --url    the server, such as http://localhost:7700
  --key    its master key; leave it out when it has none
  --only   only cases whose section or name contains this text
  --cases  the folder of the cases (default: test/wire/cases)

On the server the workspace \`conformance\` is made and deleted, and the experimental feature \`chatCompletions\` is turned
off and on again.

Exit code: 0 no differences, 1 some, 2 it could not be tried.`;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      only: { type: 'string', default: '' },
      cases: { type: 'string', default: 'test/wire/cases' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.url === undefined || values.help === true) {
    console.log(USAGE);
    return values.help === true ? 0 : 2;
  }
  const { url, key, only, cases } = values;
  const { same, different, skipped } = await conform({ url, key, only, cases }, console.log);
  console.log(`\n${same} the same, ${different} different, ${skipped} skipped`);
  return different === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
