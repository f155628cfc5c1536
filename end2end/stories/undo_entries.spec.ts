import type { Locator, Page } from "@playwright/test";
import { accessible, alive, expect, type Person, test, wear } from "../world/index.ts";
import { answer, comment, opened, published } from "../world/posts.ts";
import { refuse } from "../world/refusal.ts";
import { stored } from "../world/store.ts";
import { another } from "../world/tabs.ts";
import { online } from "../world/talk.ts";
import { heard, listen } from "../world/voice.ts";

/** Where an entry stands in its thread. */
function place(page: Page, kind: "post" | "answer" | "comment", id: string): Locator {
  return page.locator(`[id="${kind}-${id}"]`);
}

/** Deletes the entry that stands there. */
async function remove(entry: Locator): Promise<void> {
  await entry.getByRole("link", { name: "Delete" }).first().click();
}

/** What offers to undo deletions. */
function offers(page: Page): Locator {
  return page.getByText(/^Your (post|question|answer|comment) was deleted\.$/).locator("..");
}

async function undo(page: Page): Promise<void> {
  await offers(page).last().getByRole("button", { name: "Undo" }).click();
}

/** Does away with the last offer: what was deleted is so at once for everybody. */
async function insist(page: Page): Promise<void> {
  await offers(page).last().getByRole("button", { name: "Dismiss" }).click();
}

/** How many deletions the browser keeps. */
async function kept(page: Page): Promise<number> {
  return (await stored(page, "operations")).filter((text) => /(post|answer|comment)\.delete/.test(text)).length;
}

/** What of deletions is sent from a page. */
function sent(page: Page): string[] {
  const all: string[] = [];
  page.on("request", (request) => {
    if (/(post|answer|comment)\.delete/.test(request.postData() ?? "")) all.push(request.url());
  });
  return all;
}

/** A question of somebody's with an answer and a comment of their own, and both who look at it. */
async function seen(ann: Person, bob: Person) {
  const post = await published(ann);
  const [reply, remark] = [await answer(ann, post, "Along the bridge."), await comment(ann, post, "Any river.")];
  const page = await opened(ann, `/p/${post}`);
  const other = await opened(bob, `/p/${post}`);
  await expect(place(other, "comment", remark)).toBeVisible();
  return { post, reply, remark, page, other };
}

test("SYN-8 COM-1 a question that is deleted on its page says so there, nobody is asked, and Undo has it back unseen", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { post, page, other } = await seen(ann, bob);
  const requests = sent(page);
  const entry = place(page, "post", post);
  await page.bringToFront();
  await remove(entry);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deleted question");
  await expect(entry.getByText("Deleted", { exact: true })).toBeVisible();
  await expect(page.getByRole("form", { name: /^Delete this/ })).toHaveCount(0);
  await expect(entry).toBeFocused();
  await listen(page);
  await undo(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Where do we walk?");
  await expect(page.getByRole("list", { name: "Tags" }).getByRole("link")).toHaveText(["#walks"]);
  await expect(entry).toBeFocused();
  await expect(offers(page)).toHaveCount(0);
  await expect.poll(() => heard(page, /^Restored\.$/)).toHaveLength(1);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  // There stand answers below, so it waits.
  await comment(ann, post, "And after that?");
  await expect(other.getByRole("button", { name: "1 new comment" })).toBeVisible();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Where do we walk?");
  expect(requests).toEqual([]);
});

test("SYN-8 QUA-7 what stays of a question that was deleted can be read in both themes", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { post, page } = await seen(ann, bob);
  await remove(place(page, "post", post));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deleted question");
  for (const theme of ["light", "dark"] as const) {
    await wear(page, theme);
    await accessible(page);
  }
});

test("SYN-8 COM-1 of several deletions each is undone alone, by its button or by Ctrl+Z where one does not write, and counts follow", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { reply, remark, page, other } = await seen(ann, bob);
  const [told, said] = [place(page, "answer", reply), place(page, "comment", remark)];
  const count = page.locator("#answers-heading");
  await expect(count).toHaveText("1 answer");
  await remove(told);
  await remove(said);
  await expect(offers(page)).toHaveCount(2);
  await expect(count).toHaveText("No answers left");
  await expect(told.getByText("Along the bridge.")).toHaveCount(0);
  await offers(page).first().getByRole("button", { name: "Undo" }).click();
  await expect(told.getByText("Along the bridge.")).toBeVisible();
  await expect(count).toHaveText("1 answer");
  await expect(told).toBeFocused();
  await page.getByRole("textbox", { name: "Your answer" }).focus();
  await page.keyboard.press("Control+z");
  await expect(said.getByText("Any river.")).toHaveCount(0);
  await told.focus();
  await page.keyboard.press("Control+z");
  await expect(said.getByText("Any river.")).toBeVisible();
  await expect(said).toBeFocused();
  await expect(offers(page)).toHaveCount(0);

  await remove(told);
  await expect(count).toHaveText("No answers left");
  await insist(page);
  await expect(place(other, "answer", reply).getByText("Deleted", { exact: true })).toBeVisible();
  for (const one of [page, other]) await expect(one.locator("#answers-heading")).toHaveText("No answers left");
  await expect(place(other, "comment", remark).getByText("Any river.")).toBeVisible();
});

test("SYN-8 COM-1 a deletion that nobody undoes reaches the others after a while, and holds up nothing that is said meanwhile", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { remark, reply, page, other } = await seen(ann, bob);
  await remove(place(page, "comment", remark));
  await expect.poll(() => kept(page)).toBe(1);
  await page.getByRole("textbox", { name: "Your answer" }).fill("Or by the mill.");
  await page.getByRole("button", { name: "Post answer" }).click();
  await expect(other.getByText("Or by the mill.")).toBeVisible();
  await expect(place(other, "comment", remark).getByText("Any river.")).toBeVisible();
  await expect(place(other, "comment", remark).getByText("Deleted", { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(offers(page)).toHaveCount(0);
  await expect(place(page, "answer", reply).getByText("Along the bridge.")).toBeVisible();
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 COM-1 a list shows a post as deleted at once, and in its place again once that is undone", async ({ person }) => {
  const ann = await person("Ann");
  const tag = `walks-${ann.handle.slice(-8)}`;
  const ids: string[] = [];
  for (const title of ["Walk 1", "Walk 2", "Walk 3"]) ids.push(await published(ann, { kind: "post", title, tags: [tag] }));
  const page = await opened(ann, `/tags/${tag}`);
  const titles = page.getByRole("feed").getByRole("article").getByRole("heading");
  await titles.filter({ hasText: "Walk 2" }).getByRole("link").click();
  await remove(place(page, "post", ids[1]));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deleted post");
  await page.goBack();
  await expect(titles).toHaveText(["Walk 3", "Deleted post", "Walk 1"]);
  await undo(page);
  await expect(titles).toHaveText(["Walk 3", "Walk 2", "Walk 1"]);
  await expect(page.locator(`[data-key="${ids[1]}"]`)).toBeFocused();
});

test("SYN-8 COM-1 who leaves right after deleting entries has deleted them, though nobody comes back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { reply, remark, page, other } = await seen(ann, bob);
  await remove(place(page, "answer", reply));
  await remove(place(page, "comment", remark));
  await expect.poll(() => kept(page)).toBe(2);
  await page.goto("about:blank");
  for (const entry of [place(other, "answer", reply), place(other, "comment", remark)]) {
    await expect(entry.getByText("Deleted", { exact: true })).toBeVisible();
  }
});

test("SYN-8 COM-1 what was deleted right before a reload is gone for all", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { post, page, other } = await seen(ann, bob);
  await remove(place(page, "post", post));
  await expect.poll(() => kept(page)).toBe(1);
  await page.reload();
  await alive(page);
  for (const one of [page, other]) await expect(one.getByRole("heading", { level: 1 })).toHaveText("Deleted question");
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 SYN-11 COM-1 an entry that is deleted in one tab is so in the other, and is undone in both", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { reply, page } = await seen(ann, bob);
  const tab = await another(ann);
  await online(tab);
  await tab.bringToFront();
  await remove(place(tab, "answer", reply));
  for (const one of [page, tab]) await expect(place(one, "answer", reply).getByText("Deleted", { exact: true })).toBeVisible();
  await expect(offers(page)).toHaveCount(0);
  await undo(tab);
  for (const one of [page, tab]) await expect(place(one, "answer", reply).getByText("Along the bridge.")).toBeVisible();
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 SYN-10 COM-1 without a network a deletion is undone, and one that is not leaves once there is one", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { reply, remark, page, other } = await seen(ann, bob);
  await ann.context.setOffline(true);
  await remove(place(page, "answer", reply));
  await undo(page);
  await expect(place(page, "answer", reply).getByText("Along the bridge.")).toBeVisible();
  await remove(place(page, "comment", remark));
  await expect(place(page, "comment", remark).getByText("Deleted", { exact: true })).toBeVisible();
  await ann.context.setOffline(false);
  await expect(place(other, "comment", remark).getByText("Deleted", { exact: true })).toBeVisible({ timeout: 40_000 });
  await expect(place(other, "answer", reply).getByText("Along the bridge.")).toBeVisible();
});

test("SYN-8 COM-1 an answer that is deleted before it was sent reaches nobody, and is sent where that is undone", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page, other } = await seen(ann, bob);
  const count = page.locator("#answers-heading");
  const write = async (words: string) => {
    await page.getByRole("textbox", { name: "Your answer" }).fill(words);
    await page.getByRole("button", { name: "Post answer" }).click();
  };
  await ann.context.setOffline(true);
  await write("In the tunnel.");
  await write("After it.");
  await expect(count).toHaveText("3 answers");
  const answers = page.getByRole("article", { name: /^Answer by/ });
  await remove(answers.filter({ hasText: "In the tunnel." }));
  await expect(count).toHaveText("2 answers");
  await undo(page);
  await expect(count).toHaveText("3 answers");
  await remove(answers.filter({ hasText: "After it." }));
  await insist(page);
  await expect(count).toHaveText("2 answers");
  await ann.context.setOffline(false);
  await expect(other.getByText("In the tunnel.")).toBeVisible({ timeout: 40_000 });
  for (const one of [page, other]) await expect(one.locator("#answers-heading")).toHaveText("2 answers");
  await expect(other.getByText("After it.")).toHaveCount(0);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 COM-1 a deletion that is refused is told, and the entry stands there again", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await refuse(ann.page, "answer.delete");
  const { reply, page, other } = await seen(ann, bob);
  await remove(place(page, "answer", reply));
  await expect(page.locator("#answers-heading")).toHaveText("No answers left");
  await insist(page);
  await expect(page.getByText(/^Nothing was deleted\./)).toBeVisible();
  for (const one of [page, other]) await expect(place(one, "answer", reply).getByText("Along the bridge.")).toBeVisible();
  await expect(page.locator("#answers-heading")).toHaveText("1 answer");
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 COM-1 what was deleted elsewhere meanwhile is offered to be had back no longer", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { reply, page, other } = await seen(ann, bob);
  await remove(place(page, "answer", reply));
  await expect(offers(page)).toHaveCount(1);
  const gone = await ann.context.request.delete(`/api/answers/${reply}`, { headers: { Origin: ann.origin } });
  expect(gone.ok()).toBe(true);
  await expect(offers(page)).toHaveCount(0, { timeout: 5_000 });
  for (const one of [page, other]) await expect(place(one, "answer", reply).getByText("Deleted", { exact: true })).toBeVisible();
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 COM-1 without JavaScript one is asked before an entry goes, and so by an address that asks", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const post = await published(ann);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, storageState: await ann.context.storageState() });
  const plain = await context.newPage();
  await plain.goto(`/p/${post}`);
  await remove(place(plain, "post", post));
  await expect(plain.getByRole("form", { name: "Delete this post?" })).toBeVisible();
  const page = await opened(ann, plain.url());
  await page.getByRole("form", { name: "Delete this post?" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("form", { name: "Delete this post?" })).toHaveCount(0);
  await undo(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Where do we walk?");
  await plain.getByRole("button", { name: "Delete" }).click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Deleted question");
  await context.close();
});
