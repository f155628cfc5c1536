import type { Page } from "@playwright/test";
import { fill, pair } from "../world/fill.ts";
import { accessible, alive, expect, type Person, test } from "../world/index.ts";
import { answer, comment, opened, published } from "../world/posts.ts";
import { composer } from "../world/talk.ts";

/** So many posts with a tag of their own; the address of their list. */
async function listed(person: Person, count: number): Promise<string> {
  const tag = `steps-${person.handle.slice(-8)}`;
  for (let number = 1; number <= count; number++) {
    await published(person, { kind: "post", title: `Step ${number}`, tags: [tag] });
  }
  return `/tags/${tag}`;
}

function list(page: Page) {
  return page.getByRole("dialog", { name: "Keyboard shortcuts" });
}

test("COM-13 COM-7 j and k walk the items of a list, o and Enter open one, and u leads back to it", { tag: "@main" }, async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, await listed(ann, 12));
  const articles = page.getByRole("feed").getByRole("article");
  await expect(articles).toHaveCount(12);
  await page.keyboard.press("j");
  await expect(articles.first()).toBeFocused();
  for (let step = 0; step < 9; step++) await page.keyboard.press("j");
  await expect(articles.nth(9)).toBeFocused();
  await expect(articles.nth(9)).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("k");
  await expect(articles.nth(8)).toBeFocused();
  await page.keyboard.press("o");
  await expect(page.getByRole("heading", { level: 1, name: "Step 4" })).toBeVisible();
  await page.keyboard.press("u");
  await expect(page).toHaveURL(/\/tags\/steps-/);
  await expect(articles.nth(8).getByRole("link", { name: "Step 4" })).toBeFocused();
  await page.keyboard.press("j");
  await expect(articles.nth(9)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Step 3" })).toBeVisible();
});

test("COM-13 COM-4 in a thread keys go from the post to its answers and comments, vote, and reply", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  await answer(ann, id, "Along the bridge.");
  await comment(ann, id, "Which river?");
  const page = await opened(bob, `/p/${id}`);
  const post = page.locator(`article#post-${id}`);
  const reply = page.getByRole("article", { name: /Answer by/ });
  const said = page.getByRole("listitem").filter({ hasText: "Which river?" });
  await page.keyboard.press("j");
  await expect(post).toBeFocused();
  await page.keyboard.press("a");
  const up = post.getByRole("button", { name: "Upvote" }).first();
  await expect(up).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("z");
  await expect(up).toHaveAttribute("aria-pressed", "false");
  await expect(post.getByRole("button", { name: "Downvote" }).first()).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("j");
  await expect(said).toBeFocused();
  await page.keyboard.press("r");
  await expect(page.getByRole("textbox", { name: `Reply to @${ann.handle}` })).toBeFocused();
  await page.keyboard.type("jaz");
  await expect(page.getByRole("textbox", { name: `Reply to @${ann.handle}` })).toHaveValue("jaz");
  await page.keyboard.press("Escape");
  await expect(said).toBeFocused();
  await page.keyboard.press("j");
  await expect(reply).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await page.keyboard.press("r");
  await expect(page.getByRole("textbox", { name: "Your answer" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Your answer" })).toBeFocused();
  await page.keyboard.press("k");
  await expect(page.getByRole("textbox", { name: "Your answer" })).toHaveValue("");
});

test("COM-13 g leads to pages, c composes, / finds, and neither while one types nor with other keys held", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/");
  for (const [key, address] of [["q", /\/questions$/], ["m", /\/messages$/], ["p", new RegExp(`/u/${ann.handle}$`)], ["h", /\/$/]] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page).toHaveURL(address);
  }
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Shift+C");
  await page.keyboard.press("Alt+c");
  await expect(page).toHaveURL(/\/$/);
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/\/new$/);
  const text = page.getByRole("textbox", { name: "Text" });
  await text.click();
  await page.keyboard.type("g h c / ?");
  await expect(text).toHaveValue("g h c / ?");
  await expect(page).toHaveURL(/\/new$/);
  await page.goto("/tags");
  await alive(page);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Find a tag" })).toBeFocused();
});

test("COM-13 on a keyboard of another script the places of the keys count", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, await listed(ann, 2));
  const press = (key: string, code: string, shiftKey = false) =>
    page.evaluate((how) => document.body.dispatchEvent(new KeyboardEvent("keydown", { ...how, bubbles: true, cancelable: true })), { key, code, shiftKey });
  await press("о", "KeyJ");
  await expect(page.getByRole("feed").getByRole("article").first()).toBeFocused();
  await press("؟", "Slash", true);
  await expect(list(page)).toBeVisible();
});

test("COM-13 QUA-7 ? shows all keys, Escape closes them, and whoever turns single keys off on a device has none", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/");
  await page.keyboard.press("?");
  await expect(list(page)).toBeVisible();
  for (const words of ["Next item", "Upvote", "Conversation above", "Find a conversation"]) {
    await expect(list(page).getByText(words, { exact: true })).toBeAttached();
  }
  await accessible(page);
  await page.keyboard.press("j");
  await page.keyboard.press("Escape");
  await expect(list(page)).toBeHidden();

  await page.goto("/settings/keyboard");
  await alive(page);
  await expect(page.getByText("Next item", { exact: true })).toBeVisible();
  await accessible(page);
  const single = page.getByRole("switch", { name: "Shortcuts of a single key" });
  await expect(single).toBeChecked();
  await page.getByText("Shortcuts of a single key").click();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page).toHaveURL(/\/settings\/keyboard$/);
  await expect(list(page)).toBeHidden();
  await page.reload();
  await alive(page);
  await expect(single).not.toBeChecked();
  await single.press("Space");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(list(page)).toBeVisible();
});

test("COM-13 SOC-2 keys walk the people of a list and open their pages", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const followed = await bob.context.request.put(`/api/accounts/${ann.handle}/follow`, { headers: { Origin: bob.origin } });
  expect(followed.ok()).toBe(true);
  const page = await opened(ann, `/u/${ann.handle}/followers`);
  await page.keyboard.press("j");
  await expect(page.getByRole("listitem").filter({ hasText: "Bob" })).toBeFocused();
  await page.keyboard.press("o");
  await expect(page).toHaveURL(new RegExp(`/u/${bob.handle}$`));
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page).toHaveURL(/\/messages$/);
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/\/messages\/new$/);
  await expect(composer(page)).toHaveCount(0);
});

test("COM-13 MSG-1 keys walk tags and conversations, too, and open them", async ({ person }) => {
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  for (const other of [bob, eve]) await fill(ann, await pair(ann, other), 1);
  const page = await opened(ann, "/messages");
  const entries = page.locator("li[data-item]");
  await expect(entries).toHaveCount(2);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(entries.last()).toBeFocused();
  await page.keyboard.press("k");
  await expect(entries.first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("log")).toContainText("message 1");

  const tag = (await listed(ann, 1)).slice("/tags/".length);
  await opened(ann, `/tags?q=${tag}`);
  await page.keyboard.press("j");
  await expect(page.getByRole("list", { name: "Tags" }).getByRole("listitem")).toBeFocused();
  await page.keyboard.press("o");
  await expect(page).toHaveURL(new RegExp(`/tags/${tag}$`));
});

test("COM-13 visitors walk by keys too", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const address = await listed(ann, 2);
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await page.goto(address);
  await alive(page);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await expect(page.getByRole("heading", { level: 1, name: "Step 1" })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page, "who has no profile is led to the log-in").toHaveURL(/\/login$/);
  await context.close();
});
