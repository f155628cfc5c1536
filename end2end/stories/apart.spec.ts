import type { Locator, Page } from "@playwright/test";
import { held, keepingNothing, refuse } from "../world/device.ts";
import { pair } from "../world/fill.ts";
import { accessible, alive, expect, kept, legible, test } from "../world/index.ts";
import { copied } from "../world/store.ts";
import { composer, online, row, say } from "../world/talk.ts";

/** What is loaded for what is opened now and then: the dialogs of a conversation, all emoji, what stands beside the list. */
const RARE = "**/split_rare*";

/** Asks which reaction a message is to have. */
async function react(page: Page, words: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: "React" }).click();
}

function question(page: Page): Locator {
  return page.getByRole("dialog", { name: "React to this message" });
}

/** What stands for a dialog that is not loaded yet. */
function waiting(page: Page): Locator {
  return page.getByRole("dialog", { name: "One moment" });
}

/** Whether the focus is in it. */
function holdsFocus(dialog: Locator): Promise<boolean> {
  return dialog.evaluate((dialog) => dialog.contains(document.activeElement));
}

test("SYN-10 MSG-5 a dialog that cannot be had says so, comes when one tries again, and gives the focus back where it was", async ({
  person,
  browser,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const page = await keepingNothing(browser, server.url, ann);
  const tries = await refuse(page, RARE);
  await page.goto(`/messages/${id}`);
  await alive(page);
  await online(page);
  await say(page, "tea?");
  await composer(page).fill("half a thought");
  await react(page, "tea?");
  await expect(waiting(page).getByRole("alert")).toBeVisible();
  await accessible(page);
  await legible(page);
  await expect.poll(() => holdsFocus(waiting(page))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(waiting(page)).toBeHidden();
  await expect(row(page, "tea?")).toBeFocused();

  await react(page, "tea?");
  const again = waiting(page).getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  const before = tries();
  await again.click();
  await expect.poll(tries).toBeGreaterThan(before);
  await expect(again).toBeFocused();
  await page.unroute(RARE);
  await again.click();
  await expect(question(page)).toBeVisible();
  await expect(waiting(page)).toBeHidden();
  await expect.poll(() => holdsFocus(question(page))).toBe(true);
  await question(page).getByRole("button", { name: "Thumbs up", exact: true }).click();
  await expect(question(page)).toBeHidden();
  await expect(row(page, "tea?")).toBeFocused();
  await expect(row(page, "tea?").getByRole("list", { name: "Reactions" }).getByRole("button")).toHaveText(/👍\s*1/);
  await expect(composer(page)).toHaveValue("half a thought");
  await page.context().close();
});

test("SYN-10 MSG-5 who closes a dialog that is still on its way does not find it open later", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const page = await keepingNothing(browser, server.url, ann);
  const release = await held(page, RARE);
  await page.goto(`/messages/${id}`);
  await alive(page);
  await online(page);
  await say(page, "tea?");
  await react(page, "tea?");
  await expect(waiting(page).getByRole("status")).toHaveText("Loading…");
  await waiting(page).getByRole("button", { name: "Close" }).click();
  await expect(waiting(page)).toBeHidden();
  release();
  // Now it stands there, and nobody asks for it.
  const closed = page.locator("dialog[aria-label='React to this message']");
  await expect(closed).toBeAttached();
  await expect(closed).toBeHidden();
  await react(page, "tea?");
  await expect(question(page)).toBeVisible();
  await page.context().close();
});

test("SYN-10 MSG-7 emoji that cannot be had say so where they would stand, and come when one tries again", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const page = await keepingNothing(browser, server.url, ann);
  await refuse(page, RARE);
  await page.goto(`/messages/${id}`);
  await alive(page);
  await online(page);
  await page.getByRole("button", { name: "Emoji", exact: true }).click();
  const panel = page.getByRole("dialog", { name: "Emoji", exact: true });
  const again = panel.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await accessible(page);
  await again.click();
  await expect(again).toBeFocused();
  await page.unroute(RARE);
  await again.click();
  await expect(panel.getByRole("searchbox", { name: "Find an emoji" })).toBeFocused();
  await panel.getByRole("group", { name: "Smileys and emotion" }).getByRole("button").first().click();
  await expect(composer(page)).not.toHaveValue("");
  await page.context().close();
});

test("SYN-4 MSG-1 the server's page of people to talk to stands there without its program, and comes alive when that can be had", async ({
  person,
  browser,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const page = await keepingNothing(browser, server.url, ann);
  const tries = await refuse(page, RARE);
  await page.goto("/messages/new");
  await expect(page.getByRole("heading", { level: 1, name: "New conversation" })).toBeVisible();
  await expect.poll(tries).toBeGreaterThan(1);
  await expect(page.locator("[data-alive]")).toHaveCount(0);
  await page.unroute(RARE);
  await alive(page);
  await page.getByRole("searchbox", { name: /find/i }).fill(bob.handle);
  await page.getByRole("button", { name: new RegExp(bob.handle) }).click();
  await expect(composer(page)).toBeVisible();
  await page.context().close();
});

test("SYN-10 MSG-1 what cannot be opened beside the list leaves the list as it is, and opens by itself once it can be had", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const page = await keepingNothing(browser, server.url, ann);
  await refuse(page, RARE);
  await page.goto(`/messages/${id}`);
  await alive(page);
  await composer(page).fill("half a thought");
  await page.getByRole("link", { name: "New conversation" }).click();
  await expect(page.getByRole("heading", { name: "This page could not be loaded" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Conversations" })).toBeVisible();
  await accessible(page);
  await page.goBack();
  await expect(composer(page)).toHaveValue("half a thought");
  await page.goForward();
  await expect(page.getByRole("heading", { name: "This page could not be loaded" })).toBeVisible();
  await page.unroute(RARE);
  await expect(page.getByRole("heading", { level: 1, name: "New conversation" })).toBeVisible({ timeout: 30_000 });
  await expect(page).toHaveTitle(/^New conversation/);
  await page.context().close();
});

test("SYN-10 without a network there is also what was never opened: a dialog, and what stands beside the list", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const { page } = ann;
  await page.goto(`/messages/${id}`);
  await alive(page);
  await kept(page);
  await online(page);
  await say(page, "tea?");
  await copied(ann, "tea");
  await ann.context.setOffline(true);
  await page.goto(`/messages/${id}`);
  await alive(page);
  await react(page, "tea?");
  await expect(question(page)).toBeVisible();
  await page.goto("/messages/new");
  await alive(page);
  await expect(page.getByRole("heading", { level: 1, name: "New conversation" })).toBeVisible();
  await expect(page.getByRole("searchbox", { name: /find/i })).toBeVisible();
  await ann.context.setOffline(false);
});
