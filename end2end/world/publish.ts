import type { Locator, Page } from "@playwright/test";
import { visit } from "./group.ts";
import { expect, type Person } from "./index.ts";
import { answer, answered, said } from "./threads.ts";

/** Chooses to make something of the thread of what was said. */
export async function begin(page: Page, words: Locator): Promise<Locator> {
  await words.hover();
  await words.getByRole("button", { name: "Message actions" }).click();
  await page.getByRole("menuitem", { name: "Turn into a question or an answer…" }).click();
  const dialog = page.getByRole("dialog", { name: "Turn into a question or an answer" });
  await expect(dialog.getByRole("checkbox").first()).toBeVisible();
  return dialog;
}

/** Where somebody is asked. */
export function request(page: Page): Locator {
  return page.getByRole("article", { name: "Request to publish" });
}

/** Where somebody sees what becomes of what they asked for. */
export function asking(page: Page): Locator {
  return page.getByRole("article", { name: "To be published" });
}

/** Ann wants to publish what she and bob said in a thread; both look at it. */
export async function asked(ann: Person, bob: Person, conversation: string): Promise<{ root: string; thread: string }> {
  const root = await said(ann, conversation, "where do we walk?");
  await answered(bob, root, "by the river");
  for (const { page } of [ann, bob]) await visit(page, `/messages/${conversation}/thread/${root}`);
  const dialog = await begin(ann.page, answer(ann.page, "by the river"));
  await dialog.getByRole("textbox", { name: "Title" }).fill("Where to walk?");
  await dialog.getByRole("button", { name: "Ask for consent" }).click();
  await expect(dialog).toBeHidden();
  await expect(asking(ann.page)).toContainText("Bob has not answered yet.");
  await expect(request(bob.page)).toContainText("by the river");
  return { root, thread: `/messages/${conversation}/thread/${root}` };
}

/** The address of what was published, once the thread leads to it. */
export async function entry(page: Page): Promise<string> {
  const link = page.getByRole("link", { name: /^Published as a question/ });
  await expect(link).toBeVisible();
  return (await link.getAttribute("href")) ?? "";
}
