import type { Page } from "@playwright/test";
import { accessible, alive, expect, test, wear } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { another } from "../world/tabs.ts";
import { composer, deletions, insist, online, row, said, say, together } from "../world/talk.ts";

/** Deletes the message that holds these words. */
async function remove(page: Page, words: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: "Delete" }).click();
}

/** Whether a message has ever been shown as deleted from now on. */
async function watch(page: Page): Promise<() => Promise<boolean>> {
  const found = await page.evaluateHandle(() => {
    const found = { deleted: false };
    const look = () => {
      found.deleted ||= document.querySelector("[role=log]")?.textContent?.includes("Message deleted") ?? false;
    };
    new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
    look();
    return found;
  });
  return () => found.evaluate(({ deleted }) => deleted);
}

/** What of deletions is sent from a page. */
function sent(page: Page): string[] {
  const all: string[] = [];
  page.on("request", (request) => {
    if (/message\.delete/.test(request.postData() ?? "")) all.push(request.url());
  });
  return all;
}

test("SYN-8 MSG-5 a deletion that is undone leaves the message as it was, and nobody else has seen it otherwise", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  const [wasDeleted, requests] = [await watch(bob.page), sent(page)];
  // The keys of Firefox go to the window that was opened last.
  await page.bringToFront();
  await remove(page, "at noon");
  await expect.poll(() => said(page)).toEqual(["Message deleted"]);
  // The menu gives the focus back to the row; only then it is led on.
  await expect(page.locator("[data-message]")).toBeFocused();
  const undo = page.getByRole("status").getByRole("button", { name: "Undo" });
  await undo.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => said(page)).toEqual(["at noon"]);
  await expect(row(page, "at noon")).toBeFocused();
  await expect(deletions(page)).toHaveCount(0);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  await say(page, "or at one");
  for (const one of [page, bob.page]) await expect.poll(() => said(one)).toEqual(["at noon", "or at one"]);
  expect(await wasDeleted()).toBe(false);
  expect(requests).toEqual([]);
});

test("SYN-8 MSG-5 a deletion that nobody undoes reaches the other one after a while, and is not offered any more", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  await remove(page, "at noon");
  await expect.poll(() => said(page)).toEqual(["Message deleted"]);
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("message.delete");
  // What is said after it does not wait for it.
  await say(page, "never mind");
  await expect(row(bob.page, "never mind")).toHaveCount(1);
  expect(await said(bob.page)).toEqual(["at noon", "never mind"]);
  await expect(deletions(page).getByRole("button", { name: "Undo" })).toBeVisible();
  for (const theme of ["light", "dark"] as const) {
    await wear(page, theme);
    await accessible(page);
  }
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted", "never mind"]);
  await expect(deletions(page)).toHaveCount(0);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 MSG-5 of two deletions each is undone alone, by its button or by Ctrl+Z where one does not write", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  for (const words of ["one", "two", "three"]) await say(page, words);
  await expect(row(bob.page, "three")).toHaveCount(1);
  await remove(page, "one");
  await remove(page, "two");
  await expect(deletions(page)).toHaveCount(2);
  await deletions(page).first().getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted", "three"]);
  await expect(row(page, "one")).toBeFocused();
  await insist(page);
  await expect(deletions(page)).toHaveCount(0);
  for (const one of [page, bob.page]) await expect.poll(() => said(one)).toEqual(["one", "Message deleted", "three"]);

  await remove(page, "three");
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted", "Message deleted"]);
  await composer(page).focus();
  await page.keyboard.press("Control+z");
  expect(await said(page)).toEqual(["one", "Message deleted", "Message deleted"]);
  await row(page, "one").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted", "three"]);
  await expect(row(page, "three")).toBeFocused();
  await expect(deletions(page)).toHaveCount(0);
});

test("SYN-8 MSG-5 a message that was deleted right before a reload is gone for both", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  await remove(page, "at noon");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("message.delete");
  await page.reload();
  await alive(page);
  for (const one of [page, bob.page]) await expect.poll(() => said(one)).toEqual(["Message deleted"]);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 MSG-5 who leaves right after deleting a message has deleted it, though nobody comes back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  await remove(page, "at noon");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("message.delete");
  await page.goto("about:blank");
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted"]);
});

test("SYN-8 SYN-11 what was deleted in one tab is so in the other, is undone in both, and goes on where its tab ends", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  const tab = await another(ann);
  await online(tab);
  await tab.bringToFront();
  await remove(tab, "at noon");
  for (const one of [page, tab]) await expect.poll(() => said(one)).toEqual(["Message deleted"]);
  await expect(deletions(page)).toHaveCount(0);
  await deletions(tab).getByRole("button", { name: "Undo" }).click();
  for (const one of [page, tab]) await expect.poll(() => said(one)).toEqual(["at noon"]);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  await remove(tab, "at noon");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("message.delete");
  await tab.close();
  for (const one of [page, bob.page]) await expect.poll(() => said(one)).toEqual(["Message deleted"]);
});

test("SYN-8 SYN-10 without a network a deletion is undone, and one that is not leaves once there is one", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page, context } = ann;
  for (const words of ["one", "two"]) await say(page, words);
  await expect(row(bob.page, "two")).toHaveCount(1);
  await context.setOffline(true);
  await remove(page, "one");
  await expect.poll(() => said(page)).toEqual(["Message deleted", "two"]);
  await deletions(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => said(page)).toEqual(["one", "two"]);
  await remove(page, "two");
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted"]);
  await context.setOffline(false);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["one", "Message deleted"]);
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted"]);
});

test("SYN-8 MSG-5 what was deleted before it was sent is sent after all where that is undone", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page, context } = ann;
  await context.setOffline(true);
  await say(page, "in the tunnel");
  await remove(page, "in the tunnel");
  await expect.poll(() => said(page)).toEqual([]);
  await deletions(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => said(page)).toEqual(["in the tunnel"]);
  await context.setOffline(false);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["in the tunnel"]);
});
