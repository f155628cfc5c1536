import type { Page } from "@playwright/test";
import { fill, pair, post } from "../world/fill.ts";
import { accessible, alive, controlled, expect, test } from "../world/index.ts";
import { composer, online, row, together } from "../world/talk.ts";

test("MSG-1 QUA-7 arrows walk through the people who are found, Enter opens the only one, and their number is told", async ({ person }) => {
  const [ann, zoe] = [await person("Ann"), await person("Zoe")];
  await person("Zoe");
  const page = ann.page;
  await page.goto("/messages/new");
  await alive(page);
  const field = page.getByRole("searchbox", { name: "Find people" });
  const hits = page.getByRole("list", { name: "People" }).getByRole("button");
  await expect(page.getByRole("search", { name: "People" })).toBeVisible();
  await expect(page.getByRole("search", { name: "Conversations" })).toBeVisible();
  await field.fill("zoe");
  await expect(hits).toHaveCount(2);
  await expect(status(page, "2 people found.")).toBeAttached();
  await field.press("ArrowDown");
  await expect(hits.nth(0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(hits.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(field).toBeFocused();
  await accessible(page);

  await field.press("Enter");
  await field.fill(`@${ann.handle}`);
  await expect(status(page, "That is you.")).toBeAttached();
  await field.fill("nobody is called so");
  await expect(status(page, "Nobody of this name.")).toBeAttached();
  await expect(page).toHaveURL(/\/messages\/new$/);

  // Before they are found.
  await field.fill(zoe.handle);
  await field.press("Enter");
  await expect(composer(page)).toBeFocused();
  await expect(page.getByRole("heading", { level: 1, name: "Zoe" })).toBeVisible();
});

test("QUA-7 on a phone each page of messages has one heading of the first level", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { viewport: { width: 390, height: 844 } }), await person("Bob")];
  const id = await pair(ann, bob);
  for (const [path, name] of [["/messages", "Messages"], ["/messages/new", "New conversation"], [`/messages/${id}`, "Bob"]]) {
    await ann.page.goto(path);
    await expect(ann.page.getByRole("heading", { level: 1 })).toHaveText(name);
  }
});

test("SYN-4 the list, a conversation and the people that could not be read are read again when one asks for it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await fill(ann, await pair(ann, bob), 1);
  const page = ann.page;
  await page.goto("/settings/appearance");
  await alive(page);
  await online(page);
  await controlled(page);
  const again = page.getByRole("button", { name: "Try again" });
  const inVain = async (act: () => Promise<void>) => {
    const reading = /\/rpc\/(list_conversations|read_conversation|find_people)/;
    await page.route(reading, (route) => route.abort());
    await act();
    await expect(again).toBeVisible();
    await page.unroute(reading);
    await again.click();
    await expect(again).toHaveCount(0);
  };
  await inVain(() => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ }).click());
  const entry = page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ });
  await expect(entry).toContainText("You: message 1");
  await inVain(() => entry.click());
  await expect(row(page, "message 1")).toBeVisible();
  await page.getByRole("link", { name: "New conversation" }).click();
  await inVain(() => page.getByRole("searchbox", { name: "Find people" }).fill(bob.handle));
  await expect(page.getByRole("button", { name: new RegExp(bob.handle) })).toBeVisible();
});

test("SYN-10 MSG-1 without a network those are found whom one knows, and that the others cannot be is said without alarm", async ({ person }) => {
  const [ann, bob, zoe] = [await person("Ann"), await person("Bob"), await person("Zoe")];
  await fill(ann, await pair(ann, bob), 1);
  const { page, context } = ann;
  await page.goto("/messages/new");
  await alive(page);
  await online(page);
  const field = page.getByRole("searchbox", { name: "Find people" });
  const people = page.getByRole("list", { name: "People" }).getByRole("button");
  const told = page.getByRole("alert").filter({ hasText: "The server cannot be reached right now." });
  await context.setOffline(true);
  await field.fill(bob.handle);
  await expect(people).toHaveCount(1);
  await expect(told).toContainText("only people whom you are in a conversation with are found");
  await field.fill(zoe.handle);
  await expect(told).toContainText("Nobody whom you are in a conversation with is called so.");
  await expect(people).toHaveCount(0);
  const inks = await told.locator("span").first().evaluate((sign) => {
    const { backgroundColor, color } = getComputedStyle(sign);
    const words = sign.parentElement?.querySelector("p:last-of-type");
    return { backgroundColor, isMuted: words !== null && words !== undefined && color === getComputedStyle(words).color };
  });
  expect(inks).toEqual({ backgroundColor: "rgba(0, 0, 0, 0)", isMuted: true });
  await accessible(page);
  await expect(page.getByRole("button", { name: "Connection: offline" })).toBeVisible({ timeout: 40_000 });
  await context.setOffline(false);
  await expect(people).toHaveCount(1, { timeout: 40_000 });
  await expect(told).toHaveCount(0);
});

test("ACC-2 MSG-1 a new name stands at once in an open conversation and in the list beside it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await post(bob, "/api/me", { profile: { display_name: "Robert" } }, "patch");
  await expect(ann.page.getByRole("heading", { name: "Robert" })).toBeVisible();
  const list = ann.page.getByRole("navigation", { name: "Conversations" });
  await expect(list.getByRole("link", { name: /Robert/ })).toBeVisible();
});

test("ACC-2 MSG-1 a new name stands at once in the list, whether or not a conversation is open", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await ann.page.goto("/messages");
  await alive(ann.page);
  await online(ann.page);
  const list = ann.page.getByRole("navigation", { name: "Conversations" });
  await expect(list.getByRole("link", { name: /Bob/ })).toBeVisible();
  await post(bob, "/api/me", { profile: { display_name: "Robert" } }, "patch");
  await expect(list.getByRole("link", { name: /Robert/ })).toBeVisible();
});

/** What is said to who does not see the page. */
function status(page: Page, words: string) {
  return page.getByRole("status").filter({ hasText: words });
}
