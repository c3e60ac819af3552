/** The name of the file that `init` writes, and of the scenario in it. */
export const FIRST_NAME = 'first-film';

/** A scenario to start from. @param schema where its schema is, seen from the file */
export function firstScenario(schema: string): string {
  return `# yaml-language-server: $schema=${schema}
# The line above has your editor check and complete this file. Further scenarios go into files of their own, or below a
# line "---" in this one, each with that line on top. All that a scenario can say:
# https://github.com/meilisearch-chat-mock/meilisearch-chat-mock/blob/main/docs/scenarios.md

name: ${FIRST_NAME} # ask for it by name: the header "X-Mock-Scenario: ${FIRST_NAME}", or use('${FIRST_NAME}') in a test
description: A search, then an answer that streams

match: # or let it answer by itself what fits all of this
  message: /film|movie/i # a part of the last user message, or a /regular expression/

pace: { ttft: 400, tps: 30 } # time to the first token in ms, then tokens per second

reply: # step by step
  - search: { index: movies, q: space, documents: 3 } # told to requests that declare Meilisearch's tools
  - text: |
      Try **Contact** (1997): an astronomer
  - hold: middle # the stream waits here: key "x" in the terminal, or hold('middle').release() in a test
  - text: "hears from another star."

# Instead of "reply", an error: write "error: " here, and your editor lists the codes.
`;
}
