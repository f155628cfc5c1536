import type { Locator, Page } from "@playwright/test";
import { accessible, alive, expect, legible, test, wear } from "../world/index.ts";
import { club, visit } from "../world/group.ts";
import { past } from "../world/past.ts";
import { stored } from "../world/store.ts";
import { device } from "../world/tabs.ts";
import { insist, log, online, row, say, together } from "../world/talk.ts";

/** Chooses an act of the message that holds these words. */
async function choose(page: Page, words: string, act: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: act, exact: true }).click();
}

/** The line on top that leads to what was pinned last. */
function line(page: Page): Locator {
  return page.getByRole("link", { name: /^Pinned: / });
}

/** The list of all that is pinned. */
function list(page: Page): Locator {
  return page.getByRole("dialog", { name: "Pinned messages" });
}

function counter(page: Page): Locator {
  return page.getByRole("button", { name: /pinned messages?$/ });
}

test("MSG-5 a pinned message stands on top for both, live, and the line leads to it", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "we meet at noon");
  await say(ann.page, "and bring cake");
  await expect(row(bob.page, "bring cake")).toHaveCount(1);
  await expect(line(bob.page)).toHaveCount(0);
  await choose(bob.page, "at noon", "Pin");
  await expect(row(bob.page, "at noon")).toBeFocused();
  for (const { page } of [ann, bob]) {
    await expect(line(page)).toHaveText("Pinned: we meet at noon");
    await expect(row(page, "at noon").getByRole("img", { name: "Pinned" })).toBeVisible();
  }
  await choose(ann.page, "bring cake", "Pin");
  await expect(line(bob.page)).toHaveText("Pinned: and bring cake");
  await expect(counter(bob.page)).toHaveText("2 pinned");
  await accessible(bob.page);
  await line(bob.page).click();
  await expect(row(bob.page, "bring cake")).toBeFocused();
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await expect(line(bob.page)).toHaveText("Pinned: and bring cake");
});

test("MSG-5 the list of what is pinned leads to each and unpins it, by keys too", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  for (const words of ["first point", "second point"]) {
    await say(ann.page, words);
    await expect(row(bob.page, words)).toHaveCount(1);
    await choose(bob.page, words, "Pin");
    await expect(line(bob.page)).toHaveText(`Pinned: ${words}`);
  }
  const { page } = ann;
  await expect(counter(page)).toHaveText("2 pinned");
  await counter(page).press("Enter");
  await expect(list(page).getByRole("listitem")).toHaveCount(2);
  await expect(list(page).getByRole("listitem").first()).toContainText("second point");
  await expect(list(page).getByRole("listitem").first()).toContainText("Pinned by Bob");
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await wear(page, "light");
    await accessible(page);
    await wear(page, "dark");
    await legible(page);
  }
  await list(page).getByRole("button", { name: /first point/ }).first().press("Enter");
  await expect(list(page)).toBeHidden();
  await expect(row(page, "first point")).toBeFocused();

  await counter(page).press("Enter");
  await list(page).getByRole("button", { name: "Unpin: second point" }).press("Enter");
  await expect(list(page).getByRole("listitem")).toHaveCount(1);
  await expect(list(page).getByRole("button", { name: /first point/ }).first()).toBeFocused();
  await expect(line(bob.page)).toHaveText("Pinned: first point");
  await page.keyboard.press("Escape");
  await expect(counter(page)).toBeFocused();
  await counter(page).press("Enter");
  await list(page).getByRole("button", { name: "Unpin: first point" }).press("Enter");
  await expect(list(page)).toBeHidden();
  await expect(log(page)).toBeFocused();
  for (const other of [page, bob.page]) await expect(line(other)).toHaveCount(0);
});

test("MSG-5 what is edited says so on top, and what is deleted is not pinned any more", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "we meet at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  await choose(bob.page, "at noon", "Pin");
  await expect(line(ann.page)).toHaveText("Pinned: we meet at noon");
  await choose(ann.page, "at noon", "Edit");
  await ann.page.getByRole("textbox", { name: "What it says" }).fill("we meet at one");
  await ann.page.getByRole("textbox", { name: "What it says" }).press("Enter");
  await expect(line(bob.page)).toHaveText("Pinned: we meet at one");
  await choose(ann.page, "at one", "Delete");
  await insist(ann.page);
  for (const { page } of [ann, bob]) await expect(line(page)).toHaveCount(0);
});

test("MSG-5 MSG-6 the line leads to a message far above that was not loaded", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "the very first");
  await expect(row(ann.page, "the very first")).toHaveAttribute("data-state", /sent|delivered|read/);
  await choose(ann.page, "the very first", "Pin");
  await expect(line(bob.page)).toHaveText("Pinned: the very first");
  await past(server, bob, id, 400);
  await ann.page.goto(`/messages/${id}?newest`);
  await alive(ann.page);
  await expect(row(ann.page, "the very first")).toHaveCount(0);
  await expect(line(ann.page)).toHaveText("Pinned: the very first");
  await line(ann.page).click();
  await expect(row(ann.page, "the very first")).toBeFocused();
});

test("MSG-5 SYN-8 without a network a pin stands at once, also of what was not sent yet, and goes out after it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await ann.context.setOffline(true);
  await say(ann.page, "said in a tunnel");
  await choose(ann.page, "in a tunnel", "Pin");
  await expect(line(ann.page)).toHaveText("Pinned: said in a tunnel");
  await expect(line(bob.page)).toHaveCount(0);
  await ann.context.setOffline(false);
  await expect(line(bob.page)).toHaveText("Pinned: said in a tunnel", { timeout: 40_000 });
  await expect.poll(() => stored(ann.page, "operations"), { timeout: 20_000 }).toEqual([]);
  await expect(line(ann.page)).toHaveText("Pinned: said in a tunnel");
});

test("MSG-5 SYN-11 devices agree on what is pinned, and who was away finds it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "we meet at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  const second = await device(ann);
  await online(second);
  await bob.page.goto("/settings/profile");
  await alive(bob.page);
  await choose(ann.page, "at noon", "Pin");
  await second.goto(`/messages/${id}`);
  await expect(line(second)).toHaveText("Pinned: we meet at noon");
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await expect(line(bob.page)).toHaveText("Pinned: we meet at noon");
  await choose(bob.page, "at noon", "Unpin");
  for (const page of [ann.page, second]) await expect(line(page)).toHaveCount(0);
});

test("MSG-5 in a group every member pins, and who is removed sees nothing of it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  for (const { page } of [ann, bob]) await visit(page, `/messages/${id}`);
  await say(ann.page, "chapter three");
  await expect(row(bob.page, "chapter three")).toHaveCount(1);
  await choose(bob.page, "chapter three", "Pin");
  await expect(line(ann.page)).toHaveText("Pinned: chapter three");
  const removed = await ann.context.request.delete(`/api/conversations/${id}/participants/${bob.handle}`, {
    headers: { Origin: ann.origin },
  });
  expect(removed.status()).toBe(204);
  await expect(log(bob.page)).toHaveCount(0);
  await expect(bob.page.getByText("chapter three")).toHaveCount(0);
  await expect(line(ann.page)).toHaveText("Pinned: chapter three");
});

test("MSG-5 without JavaScript the line stands there and leads to the page of the history with the message", async ({ person }) => {
  const ann = await person("Ann", { javaScriptEnabled: false });
  const bob = await person("Bob");
  const opened = await bob.context.request.post("/api/conversations", {
    data: { with: [ann.handle] },
    headers: { Origin: bob.origin },
  });
  const { id } = await opened.json();
  await visit(bob.page, `/messages/${id}`);
  await say(bob.page, "we meet at noon");
  await expect(row(bob.page, "at noon")).toHaveAttribute("data-state", /sent|delivered|read/);
  await choose(bob.page, "at noon", "Pin");
  await expect.poll(() => stored(bob.page, "operations")).toEqual([]);
  await ann.page.goto(`/messages/${id}`);
  await expect(line(ann.page)).toHaveText("Pinned: we meet at noon");
  await line(ann.page).click();
  await expect(ann.page).toHaveURL(/before=2/);
  await expect(row(ann.page, "at noon")).toHaveCount(1);
});
