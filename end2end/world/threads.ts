import type { Locator, Page } from "@playwright/test";
import { post } from "./fill.ts";
import { expect, type Person } from "./index.ts";
import { row } from "./talk.ts";
import { v7 } from "./uuid.ts";

/** The column in which a thread stands. */
export function thread(page: Page): Locator {
  return page.getByRole("region", { name: "Thread" });
}

/** Where one answers in it. */
export function field(page: Page): Locator {
  return page.getByRole("textbox", { name: "Reply", exact: true });
}

/** The row of an answer. */
export function answer(page: Page, words: string): Locator {
  return thread(page).locator("[data-message]").filter({ hasText: words });
}

/** The way to the thread of a message, below it. */
export function way(page: Page, words: string): Locator {
  return row(page, words).getByRole("link", { name: /repl(y|ies)/ });
}

/** Opens the thread of a message by its menu. */
export async function open(page: Page, words: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: "Reply in thread" }).click();
  await expect(field(page)).toBeVisible();
}

export async function reply(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await field(page).press("Enter");
}

/** Says something in a conversation by the API; its id. */
export async function said(person: Person, conversation_id: string, body: string): Promise<string> {
  const { id } = (await post(person, "/api/messages", { id: v7(), conversation_id, body })) as { id: string };
  return id;
}

/** Answers in the thread of a message by the API. */
export async function answered(person: Person, thread: string, body: string): Promise<void> {
  await post(person, "/api/messages", { id: v7(), thread, body });
}
