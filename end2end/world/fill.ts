import { expect, type Person } from "./index.ts";
import { v7 } from "./uuid.ts";

/** Posts to the API in somebody's name, as a page of theirs would. */
export async function post(person: Person, path: string, data: unknown, method: "post" | "patch" | "put" = "post"): Promise<unknown> {
  const answer = await person.context.request[method](path, {
    data,
    headers: { Origin: person.origin },
  });
  const text = await answer.text();
  expect(answer.ok(), text).toBe(true);
  return text ? JSON.parse(text) : undefined;
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
