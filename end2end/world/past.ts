import { fill, post } from "./fill.ts";
import { expect, type Person } from "./index.ts";
import type { Server } from "./server.ts";
import { v7 } from "./uuid.ts";

// What is there before a story begins, written by the functions of the database that the program writes with. Nobody looks
// meanwhile; the last of it goes the way that a page of theirs would take, and by it the program hears of all.

/** Messages of a transaction. */
const BATCH = 1_000;

/** Has `words 1`, `words 2`, … been said in a conversation. */
export async function past(server: Server, person: Person, id: string, count: number, words = "message"): Promise<void> {
  for (let first = 1; first < count; first += BATCH) {
    const bodies = Array.from({ length: Math.min(BATCH, count - first) }, (_, place) => `"${words} ${first + place}"`);
    const [stored] = await server.ask(`
      select count(*) from send_messages(true,
        array_fill((select id from accounts where handle = '${person.handle}'), array[${bodies.length}]),
        array_fill('${id}'::uuid, array[${bodies.length}]),
        '{${bodies.map(v7)}}', '{${bodies}}')
      where outcome = 'stored'`);
    expect(Number(stored)).toBe(bodies.length);
  }
  await post(person, "/api/messages", { id: v7(), conversation_id: id, body: `${words} ${count}` });
}

/** Accounts of people who are called `Person 1`, `Person 2`, … and have somebody's password; their handles. */
export async function people(server: Server, { handle }: Person, count: number, name = "Person"): Promise<string[]> {
  const stamp = Date.now();
  const handles = Array.from({ length: count }, (_, place) => `p${place + 1}_${stamp}`);
  const [made] = await server.ask(`
    select count(*) from unnest('{${handles.map(v7)}}'::uuid[], '{${handles}}'::text[]) with ordinality p(id, handle, place),
      sign_up(p.id, p.handle, '${name} ' || p.place, p.handle || '@example.org',
        (select c.password_hash from credentials c join accounts a on a.id = c.account_id where a.handle = '${handle}')) s
      where s.outcome = 'made'`);
  expect(Number(made)).toBe(count);
  return handles;
}

/** Conversations of somebody with so many people, to each of whom they have written once; the newest is with `Person 1`. */
export async function crowd(server: Server, person: Person, count: number): Promise<void> {
  const [newest, ...others] = await people(server, person, count);
  // No two are written to at the same time, by which the list is ordered.
  await server.ask(`
    do $$
    declare
      me uuid := (select id from accounts where handle = '${person.handle}');
      one record;
    begin
      perform set_config('app.viewer', me::text, true);
      for one in
        select a.id as other, p.conversation, p.message
          from unnest('{${others}}'::text[], '{${others.map(v7)}}'::uuid[], '{${others.map(v7)}}'::uuid[])
              with ordinality p(handle, conversation, message, place)
            join accounts a on a.handle = p.handle
          order by p.place desc
      loop
        perform * from open_pair(one.conversation, one.other);
        perform * from send_messages(true, array[me], array[one.conversation], array[one.message], array['hello 1']);
        perform pg_sleep(0.002);
      end loop;
    end
    $$`);
  const { id } = (await post(person, "/api/conversations", { with: [newest] })) as { id: string };
  await fill(person, id, 1, "hello");
}
