import type { Locator, Page } from "@playwright/test";
import { post } from "./fill.ts";
import { alive, expect, type Person } from "./index.ts";
import { online } from "./talk.ts";

/** A group called "Book club" that somebody owns. */
export async function club(owner: Person, ...others: Person[]): Promise<string> {
  const group = { name: "Book club", with: others.map(({ handle }) => handle) };
  const { id } = (await post(owner, "/api/conversations", group)) as { id: string };
  return id;
}

/** Opens a page, and waits until it is alive and hears what happens. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await alive(page);
  await online(page);
}

/** The list of conversations. */
export function list(page: Page): Locator {
  return page.getByRole("navigation", { name: "Conversations" });
}

/** Somebody's row on the page of the details. */
export function member(page: Page, name: string): Locator {
  return page.getByRole("list", { name: /people|person/ }).getByRole("listitem").filter({ hasText: name });
}

/** What is offered for somebody, or for a conversation of the list. */
export async function offered(page: Page, name: string): Promise<string[]> {
  await page.getByRole("button", { name: `Options for ${name}` }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  const names = await page.getByRole("menuitem").allInnerTexts();
  await page.keyboard.press("Escape");
  return names;
}

/** Chooses an act of what is offered. */
export async function choose(page: Page, name: string, act: string): Promise<void> {
  await page.getByRole("button", { name: `Options for ${name}` }).click();
  await page.getByRole("menuitem", { name: act, exact: true }).click();
}

/** A field of text, by its label. */
export function field(page: Page, name: string): Locator {
  return page.getByRole("textbox", { name, exact: true });
}
