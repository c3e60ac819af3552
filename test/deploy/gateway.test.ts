import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { connect } from '../../src/client.ts';
import { askStream, chatBody, chatHeaders, readWire } from '../kit/chat.ts';
import { findNginx, nginxReason } from './gateway.ts';
import { openStreams, sessionsOf } from './open-streams.ts';
import { setupReplicas } from './three-replicas.ts';

const SCENARIOS = {
  held: { name: 'held', reply: [{ text: 'before' }, { hold: 'gate' }, { text: 'after' }] },
  plain: { name: 'plain', pace: { ttft: 0, tps: 0 }, reply: [{ text: 'one two three' }] },
};

describe.skipIf(findNginx() === undefined)(
  `three replicas behind nginx ${nginxReason()}`,
  () => {
    const mock = setupReplicas(SCENARIOS, '--seed', '7', '--speed', '0');

    const sessions = () => Promise.all(mock.replicas.map(({ port }) => sessionsOf(port)));

    test('the chat requests of a session and the calls that steer it reach one replica', async () => {
      const names = Array.from({ length: 24 }, (_, index) => `pair-${index}`);
      for (const name of names) {
        const chat = connect(mock.url, { session: name });
        await chat.use('plain');
        await askStream(chat.url);
        await askStream(mock.url, {}, { headers: { 'x-mock-session': name } });
        const encoded = [...name].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
        await askStream(`${mock.url}/@${encoded}`);
        expect((await chat.requests()).map(({ scenario }) => scenario)).toEqual(['plain', 'plain', 'plain']);
      }
      const known = await sessions();
      const ours = known.map((all) => names.filter((name) => all.has(name)));
      expect(ours.flat().sort()).toEqual([...names].sort());
      // All of them have some.
      expect(Math.min(...ours.map(({ length }) => length))).toBeGreaterThan(0);
    });

    test('a stream is held, stepped and let go by a client that knows the gateway alone', async () => {
      const chat = connect(mock.url, { session: 'steps' });
      await chat.use('held');
      await chat.clock.pauseAt('text');
      const openai = new OpenAI({ baseURL: `${chat.url}/chats/main`, apiKey: 'any' });
      const stream = await openai.chat.completions.create({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'Hi' }],
        stream: true,
      });
      const parts = stream[Symbol.asyncIterator]();
      const next = async () => (await parts.next()).value?.choices[0]?.delta;
      expect(await next()).toMatchObject({ role: 'assistant' });
      await chat.clock.next();
      // Nothing is buffered on the way: it is here before anything else is sent.
      expect(await next()).toMatchObject({ content: 'before' });
      await chat.clock.resume();
      await chat.hold('gate').release();
      expect(await next()).toMatchObject({ content: 'after' });
      await parts.next();
      expect((await parts.next()).done).toBe(true);
      expect(await chat.lastRequest()).toMatchObject({ ending: { type: 'done' } });
    });

    test('requests that name no session are in that of their client, which is also called "default"', async () => {
      const chat = connect(mock.url);
      await chat.reset();
      await chat.use('plain');
      for (const headers of [{}, { 'x-mock-session': 'default' }]) {
        await askStream(mock.url, {}, { headers: headers as Record<string, string> });
      }
      await askStream(`${mock.url}/@default`);
      expect((await chat.requests()).length).toBe(3);
    });

    test('what arrives is what was sent, and the head but for what names nginx', async () => {
      const [first] = mock.replicas;
      const ask = (url: string) =>
        readWire(url, chatBody({ stream: true }), {
          workspace: 'movie-night',
          headers: { 'x-mock-session': 'bytes' },
        });
      const [direct, through] = [await ask(`http://127.0.0.1:${first?.port}`), await ask(mock.url)];
      expect(through.bytes.equals(direct.bytes)).toBe(true);
      const { server, connection: _, ...headers } = through.headers;
      const { connection: __, date: ___, ...expected } = direct.headers;
      expect(headers).toMatchObject(expected);
      expect(server).toBe('nginx');
    });

    test('a client that leaves is seen to leave', async () => {
      const chat = connect(mock.url, { session: 'leaves' });
      await chat.use('held');
      const leave = new AbortController();
      const asked = fetch(`${chat.url}/chats/main/chat/completions`, {
        method: 'POST',
        headers: chatHeaders,
        body: JSON.stringify(chatBody({ stream: true })),
        signal: leave.signal,
      });
      await asked;
      await chat.hold('gate').reached();
      leave.abort();
      const { ending } = await chat.waitForRequest((request) => request.ending !== undefined);
      expect(ending).toMatchObject({ type: 'left' });
    });

    test('faults and errors that a scenario plays reach the client, and move no session', async () => {
      const chat = connect(mock.url, { session: 'faults' });
      const asked = (headers: Record<string, string> = chatHeaders) =>
        fetch(`${chat.url}/chats/main/chat/completions`, {
          method: 'POST',
          headers,
          body: JSON.stringify(chatBody({ stream: true })),
        });
      await chat.fault({ fault: 'reset', after: 0 });
      await expect(asked().then((response) => response.text())).rejects.toThrow();
      expect((await asked({ ...chatHeaders, prefer: 'code=503' })).status).toBe(503);
      // The mock closes the connection without an answer, as a real server does that panics: nginx has to say something.
      expect((await asked({ 'content-type': 'application/json', 'x-mock-profile': 'server' })).status).toBe(
        502,
      );
      const entries = await chat.requests();
      expect(entries.map(({ ending, status }) => [ending?.type, status])).toEqual([
        ['fault', 200],
        ['done', 503],
        ['done', 0],
      ]);
    });

    // The last one: it ends a replica.
    test('a replica that is killed under open streams loses its own, and no other', async () => {
      const names = Array.from({ length: 150 }, (_, index) => `lost-${index}`);
      const streams = await openStreams(mock.url, names, { scenario: 'held', until: 'before' });
      const [of = new Set(), ...others] = await sessions();
      const lost = names.filter((name) => of.has(name));
      const kept = names.filter((name) => !of.has(name));
      expect(Math.min(lost.length, kept.length)).toBeGreaterThan(10);
      await mock.replicas[0]?.stop();
      const own = streams.filter(({ session }) => of.has(session));
      expect(new Set(await Promise.all(own.map(({ ended }) => ended)))).toEqual(new Set(['cut']));
      // Those of the others go on: a client that knows the gateway alone steers them to their end.
      await Promise.all(kept.map((name) => connect(mock.url, { session: name }).hold('gate').release()));
      const rest = streams.filter(({ session }) => !of.has(session));
      expect(new Set(await Promise.all(rest.map(({ ended }) => ended)))).toEqual(new Set(['done']));
      // The sessions that were lost begin anew elsewhere.
      for (const session of lost.slice(0, 10)) {
        const { response } = await askStream(
          mock.url,
          {},
          { headers: { 'x-mock-session': session, 'x-mock-scenario': 'plain' } },
        );
        expect(response.status).toBe(200);
      }
      const after = await Promise.all(mock.replicas.slice(1).map(({ port }) => sessionsOf(port)));
      const moved = kept.filter(
        (name) => others.findIndex((all) => all.has(name)) !== after.findIndex((all) => all.has(name)),
      );
      expect(moved).toEqual([]);
    });
  },
  60_000,
);
