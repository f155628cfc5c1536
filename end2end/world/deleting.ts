import type { Page } from "@playwright/test";
import { stored } from "./store.ts";
import { row } from "./talk.ts";

/** Deletes the message that holds these words. */
export async function remove(page: Page, words: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: "Delete" }).click();
}

/** How many deletions the browser keeps. */
export async function kept(page: Page): Promise<number> {
  return (await stored(page, "operations")).filter((text) => text.includes("message.delete")).length;
}
