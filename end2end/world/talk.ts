import type { Locator, Page } from "@playwright/test";
import { alive, expect, type Person } from "./index.ts";

/** Opens the conversation of two people in the first one's browser, through the interface. */
export async function open(from: Person, to: Person): Promise<string> {
  const page = from.page;
  await page.goto("/messages/new");
  await alive(page);
  await page.getByRole("searchbox", { name: /find/i }).fill(to.handle);
  await page.getByRole("button", { name: new RegExp(to.handle) }).click();
  await expect(composer(page)).toBeVisible();
  return page.url();
}

/** The same, by the API and from both sides; and both look at it. */
export async function together(one: Person, other: Person): Promise<string> {
  const id = await opened(one, other);
  expect(await opened(other, one)).toBe(id);
  for (const person of [one, other]) {
    await person.page.goto(`/messages/${id}`);
    await alive(person.page);
    await online(person.page);
  }
  return id;
}

async function opened(from: Person, to: Person): Promise<string> {
  const answer = await from.context.request.post("/api/conversations", {
    data: { with: [to.handle] },
    headers: { Origin: from.origin },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).id;
}

/** Goes from any page to the conversation with somebody, by the list. */
export async function back(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ }).click();
  await page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name }).click();
}

export function composer(page: Page): Locator {
  return page.getByRole("textbox", { name: "Message", exact: true });
}

/** Where a message is edited. */
export function editor(page: Page): Locator {
  return page.getByRole("textbox", { name: "What it says" });
}

export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await composer(page).press("Enter");
}

/** Where it is offered to undo what was deleted, what was deleted last at the end. */
export function deletions(page: Page): Locator {
  return page.getByText(/^Deleted for everybody/).locator("..");
}

/** Does away with the last such offer: what was deleted is so at once for everybody. */
export async function insist(page: Page): Promise<void> {
  await deletions(page).last().getByRole("button", { name: "Dismiss" }).click();
}

export function log(page: Page): Locator {
  return page.getByRole("log");
}

/** The row of a message in the log. */
export function row(page: Page, words: string): Locator {
  return log(page).locator("[data-message]").filter({ hasText: words });
}

export async function online(page: Page): Promise<void> {
  const sign = page.getByRole("button", { name: "Connection: online", includeHidden: true });
  await expect(sign.first()).toBeAttached();
}

/** What stands in the log, in order. */
export async function said(page: Page): Promise<string[]> {
  return log(page).locator("[data-message] [data-body]").allInnerTexts();
}

/** What the conversation's header says of the other one: who types, whether they are there, or their handle. */
export function there(page: Page): Locator {
  return page.locator("header [aria-live=polite]");
}
