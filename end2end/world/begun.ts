import type { Locator, Page } from "@playwright/test";
import { alive, expect } from "./index.ts";
import { stored } from "./store.ts";

/** What is begun, in the list. */
export function draft(page: Page, words: string): Locator {
  return page.getByRole("list", { name: "Drafts" }).getByRole("listitem").filter({ hasText: words });
}

/** Follows a link within the page, which keeps what is typed in it. */
export async function toDrafts(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" }).click();
  await page.getByRole("link", { name: "Drafts", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Drafts" })).toBeVisible();
}

/** Waits until the browser keeps these words. */
export async function keeps(page: Page, words: string): Promise<void> {
  await expect.poll(async () => (await stored(page, "replicas")).join()).toContain(words);
}

/** Where a post is written. */
export function text(page: Page): Locator {
  return page.getByRole("textbox", { name: "Text" });
}

/** Types something and goes elsewhere, or loads the page anew, in the same moment: nothing that waits for a while happens any more. */
export async function typeAndGo(page: Page, words: string, path?: string): Promise<void> {
  const loaded = page.waitForEvent("load");
  await text(page).evaluate(
    (field: HTMLTextAreaElement, [words, path]) => {
      for (let id = window.setTimeout(() => {}); id > 0; id--) clearTimeout(id);
      window.setTimeout = (() => 0) as never;
      field.value = words;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      if (path) location.assign(path);
      else location.reload();
    },
    [words, path] as const,
  );
  await loaded;
  await alive(page);
}
