import { expect, type Person } from "./index.ts";
import { v7 } from "./uuid.ts";

/** Posts to the API in somebody's name, as a page of theirs would. */
export async function post(person: Person, path: string, data: unknown, method: "post" | "patch" = "post"): Promise<unknown> {
  const answer = await person.context.request[method](path, {
    data,
    headers: { Origin: person.origin },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.status() === 204 ? undefined : answer.json();
}

/** The conversation of two people, opened without looking at it. */
export async function pair(one: Person, other: Person): Promise<string> {
  const { id } = (await post(one, "/api/conversations", { with: [other.handle] })) as { id: string };
  return id;
}

/** Says `words 1`, `words 2`, … in a conversation. */
export async function fill(person: Person, id: string, count: number, words = "message"): Promise<void> {
  for (let number = 1; number <= count; number++) {
    await post(person, "/api/messages", { id: v7(), conversation_id: id, body: `${words} ${number}` });
  }
}

/** Accounts of people who are called `Person 1`, `Person 2`, …; their handles. */
export async function people(person: Person, count: number, name = "Person"): Promise<string[]> {
  const stamp = Date.now();
  const handles = Array.from({ length: count }, (_, place) => `p${place + 1}_${stamp}`);
  for (const [place, handle] of handles.entries()) {
    await post(person, "/api/accounts", {
      handle,
      display_name: `${name} ${place + 1}`,
      email: `${handle}@example.org`,
      password: "a long walk by the sea",
    });
  }
  return handles;
}

/** Conversations of somebody with so many people, to each of whom they have written once; the newest is with `Person 1`. */
export async function crowd(person: Person, count: number): Promise<void> {
  for (const handle of (await people(person, count)).reverse()) {
    const { id } = (await post(person, "/api/conversations", { with: [handle] })) as { id: string };
    await fill(person, id, 1, "hello");
  }
}
