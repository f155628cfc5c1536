import type { Locator, Page } from "@playwright/test";
import { post } from "./fill.ts";
import { alive, expect, type Person } from "./index.ts";
import { online } from "./talk.ts";
import { v7 } from "./uuid.ts";

interface Told {
  id: string;
}

/** Publishes something in somebody's name; its id. */
export async function published(person: Person, what: object = {}): Promise<string> {
  const id = v7();
  await post(person, "/api/posts", { id, kind: "question", title: "Where do we walk?", body: "By the **river**?", tags: ["walks"], ...what });
  return id;
}

/** Answers a question in somebody's name; the id of the answer. */
export async function answer(person: Person, question: string, body: string): Promise<string> {
  const { id } = (await post(person, `/api/posts/${question}/answers`, { id: v7(), body })) as Told;
  return id;
}

/** Comments on a post in somebody's name; the id of the comment. */
export async function comment(person: Person, on: string, body: string): Promise<string> {
  const { id } = (await post(person, `/api/posts/${on}/comments`, { id: v7(), body })) as Told;
  return id;
}

/** Comments on an answer in somebody's name, perhaps as a reply; the id of the comment. */
export async function remark(person: Person, on: string, body: string, replyTo?: string): Promise<string> {
  const id = v7();
  await post(person, `/api/answers/${on}/comments`, { id, body, reply_to: replyTo });
  return id;
}

/** A question of somebody's with an answer, comments, and an edit; its address. */
export async function thread(person: Person): Promise<string> {
  const id = await published(person);
  await post(person, `/api/posts/${id}`, { body: "By the **river**, @nobody_here?\n\n```\nlet way = 1;\n```" }, "patch");
  await answer(person, id, "Along the bridge.");
  await comment(person, id, "Which river?");
  return `/p/${id}/where-do-we-walk`;
}

/** Opens a page in somebody's browser, and returns once it is alive and hears of what happens. */
export async function opened({ page }: Person, path: string): Promise<Page> {
  await page.goto(path);
  await alive(page);
  await online(page);
  return page;
}

/** What the first entry on a page is voted on by. */
export function votes(within: Page | Locator): { up: Locator; down: Locator; score: (points: number) => Promise<void> } {
  const up = within.getByRole("button", { name: "Upvote" }).first();
  const down = within.getByRole("button", { name: "Downvote" }).first();
  const form = within.locator("form").filter({ has: up }).first();
  return { up, down, score: (points) => expect(form).toHaveText(`Score: ${String(points).replace("-", "−")}`) };
}
