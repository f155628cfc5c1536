import type { Locator, Page } from "@playwright/test";
import { accessible, alive, controlled, expect, test } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { another, device } from "../world/tabs.ts";
import { composer, editor, insist, log, online, row, said, say, together } from "../world/talk.ts";

const OPERATIONS = "**/rpc/operations";

/** Chooses something to do with the message that holds these words. */
async function choose(page: Page, words: string, act: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: act }).click();
}

async function edit(page: Page, words: string, instead: string): Promise<void> {
  await choose(page, words, "Edit");
  await expect(editor(page)).toHaveValue(words);
  // What is typed goes on behind what it says.
  const caret = () => editor(page).evaluate((field) => (field as HTMLTextAreaElement).selectionStart);
  await expect.poll(caret).toBe(words.length);
  await editor(page).fill(instead);
  await editor(page).press("Enter");
}

/** Deletes it, and does not think better of it. */
async function remove(page: Page, words: string): Promise<void> {
  await choose(page, words, "Delete");
  await insist(page);
}

function entry(page: Page, name: RegExp): Locator {
  return page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name });
}

test("MSG-5 an edited message says so to both, live, in the same row, and shows what it said before", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "See you at ate");
  const theirs = row(bob.page, "See you at");
  await expect(theirs).toHaveCount(1);
  await theirs.evaluate((node) => ((node as HTMLElement & { mark?: boolean }).mark = true));
  await edit(ann.page, "See you at ate", "See you at eight");
  for (const page of [ann.page, bob.page]) {
    await expect.poll(() => said(page)).toEqual(["See you at eight"]);
    await expect(row(page, "See you at eight").getByRole("button", { name: "edited" })).toBeVisible();
  }
  expect(await theirs.evaluate((node) => (node as HTMLElement & { mark?: boolean }).mark)).toBe(true);
  await ann.page.bringToFront();
  await expect(row(ann.page, "See you at eight")).toBeFocused();
  await bob.page.bringToFront();
  await expect(entry(bob.page, /Ann/)).toContainText("See you at eight");

  await theirs.getByRole("button", { name: "edited" }).click();
  const history = bob.page.getByRole("dialog", { name: "What this message said" });
  await expect(history.getByRole("listitem")).toHaveCount(2);
  await expect(history.getByRole("listitem").first()).toContainText("See you at eight");
  await expect(history.getByRole("listitem").last()).toContainText("See you at ate");
  await accessible(bob.page);
  await bob.page.keyboard.press("Escape");
  await expect(history).toBeHidden();
  await expect(theirs.getByRole("button", { name: "edited" })).toBeFocused();
});

test("MSG-5 a deleted message is gone for both, live, and leaves its place in the log and in the list", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "between us");
  await say(bob.page, "of course");
  await expect(row(ann.page, "of course")).toHaveCount(1);
  await remove(ann.page, "between us");
  for (const page of [ann.page, bob.page]) {
    await expect.poll(() => said(page)).toEqual(["Message deleted", "of course"]);
    await expect(row(page, "Message deleted").getByRole("button")).toHaveCount(0);
  }
  await remove(bob.page, "of course");
  await expect(entry(ann.page, /Bob/)).toContainText("Message deleted");
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted", "Message deleted"]);
});

test("MSG-5 nobody edits or deletes what somebody else said, and everybody copies it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "word for word");
  await row(bob.page, "word for word").hover();
  await row(bob.page, "word for word").getByRole("button", { name: "Message actions" }).click();
  const menu = row(bob.page, "word for word").getByRole("menu");
  await expect(menu.getByRole("menuitem")).toHaveText(["Reply", "Reply in thread", "React", "Forward", "Pin", "Copy text", "Turn into a question or an answer…", "Report…"]);
  await accessible(bob.page);
  await menu.getByRole("menuitem", { name: "Copy text" }).click();
  await expect(bob.page.getByText(/Copied|does not let the page copy/)).toBeVisible();
});

test("MSG-5 by keys alone: ArrowUp edits one's last message, Escape leaves it, and the draft comes back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "frist");
  await expect(row(bob.page, "frist")).toHaveCount(1);
  await composer(page).press("ArrowUp");
  await expect(page.getByText("Editing a message")).toBeVisible();
  await expect(editor(page)).toBeFocused();
  await accessible(page);
  await editor(page).fill("something else");
  await page.keyboard.press("Escape");
  await expect(composer(page)).toBeFocused();
  expect(await said(page)).toEqual(["frist"]);
  await composer(page).press("ArrowUp");
  await expect(editor(page)).toHaveValue("frist");
  await editor(page).fill("first");
  await editor(page).press("Enter");
  await expect(row(bob.page, "first")).toHaveCount(1);
  await expect(composer(page)).toBeFocused();

  await composer(page).pressSequentially("half a thought");
  await composer(page).press("ArrowUp");
  await expect(editor(page)).toHaveCount(0);
  await choose(page, "first", "Edit");
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(composer(page)).toHaveValue("half a thought");
  await expect(row(page, "first")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row(page, "first").getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(row(page, "first")).toBeFocused();
});

test("MSG-5 what may not be said is not saved, and its words stay", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "hello");
  await choose(ann.page, "hello", "Edit");
  await editor(ann.page).fill(" ");
  await editor(ann.page).press("Enter");
  await expect(editor(ann.page)).toHaveAttribute("aria-invalid", "true");
  await editor(ann.page).fill("hello there");
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(row(bob.page, "hello there")).toHaveCount(1);
});

test("MSG-5 SYN-8 without a network an edit stands at once, also of what was not sent yet, and goes out after it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page, context } = ann;
  await say(page, "stored");
  await say(page, "to be deleted");
  await expect(row(bob.page, "to be deleted")).toHaveCount(1);
  await context.setOffline(true);
  await edit(page, "stored", "edited in the tunnel");
  await say(page, "unsent");
  await edit(page, "unsent", "edited before it was sent");
  await remove(page, "to be deleted");
  const words = ["edited in the tunnel", "Message deleted", "edited before it was sent"];
  await expect.poll(() => said(page)).toEqual(words);
  expect(await said(bob.page)).toEqual(["stored", "to be deleted"]);
  await context.setOffline(false);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(words);
  expect(await said(page)).toEqual(words);
  await expect.poll(() => stored(page, "operations"), { timeout: 20_000 }).toEqual([]);
});

test("MSG-5 SYN-8 an edit that is refused says why and gives its words back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "as it was");
  await expect(row(bob.page, "as it was")).toHaveCount(1);
  await controlled(page);
  await page.route(OPERATIONS, (route) =>
    /message\.(edit|delete)/.test(route.request().postData() ?? "")
      ? route.fulfill({
          status: 403,
          contentType: "application/problem+json",
          body: JSON.stringify({ type: "about:blank", title: "You may not do this.", status: 403, code: "forbidden" }),
        })
      : route.continue(),
  );
  await edit(page, "as it was", "as it shall be");
  const refused = row(page, "as it was").getByRole("alert");
  await expect(refused).toContainText("Not changed. You may not do this.");
  expect(await said(page)).toEqual(["as it was"]);
  await accessible(page);
  await refused.getByRole("button", { name: "Edit text" }).click();
  await expect(editor(page)).toHaveValue("as it shall be");
  await expect(refused).toHaveCount(0);
  await page.keyboard.press("Escape");
  await remove(page, "as it was");
  await expect(row(page, "as it was").getByRole("alert")).toContainText("Not deleted.");
  await page.unroute(OPERATIONS);
  await row(page, "as it was").getByRole("button", { name: "Retry" }).click();
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted"]);
});

test("MSG-5 SYN-11 of two devices that edit at once the last stored holds, everywhere, and both are among what it said", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "0");
  const [tab, second] = [await another(ann), await device(ann)];
  await online(second);
  await expect(row(second, "0")).toHaveCount(1);
  for (const [page, words] of [[ann.page, "by one"], [second, "by the other"]] as const) {
    await log(page).locator("[data-message]").hover();
    await log(page).getByRole("button", { name: "Message actions" }).click();
    await log(page).getByRole("menuitem", { name: "Edit" }).click();
    await editor(page).fill(words);
  }
  await Promise.all([ann.page, second].map((page) => editor(page).press("Enter")));
  const mark = log(bob.page).getByRole("button", { name: "edited" });
  await expect(mark).toBeVisible();
  await expect.poll(() => stored(ann.page, "operations"), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => stored(second, "operations"), { timeout: 20_000 }).toEqual([]);
  await mark.click();
  const history = bob.page.getByRole("dialog", { name: "What this message said" });
  await expect(history.getByRole("listitem")).toHaveCount(3);
  const versions = await history.getByRole("listitem").locator("p").allInnerTexts();
  expect([...versions].sort()).toEqual(["0", "by one", "by the other"]);
  for (const page of [ann.page, tab, second, bob.page]) await expect.poll(() => said(page)).toEqual([versions[0]]);
});

test("MSG-5 SYN-7 who was away finds what was edited and deleted meanwhile", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "one");
  await say(ann.page, "two");
  await expect(row(bob.page, "two")).toHaveCount(1);
  await bob.page.goto("/settings/profile");
  await edit(ann.page, "one", "one, but better");
  await remove(ann.page, "two");
  await expect.poll(() => said(ann.page)).toEqual(["one, but better", "Message deleted"]);
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await expect.poll(() => said(bob.page)).toEqual(["one, but better", "Message deleted"]);
});
