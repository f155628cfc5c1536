import type { Locator, Page } from "@playwright/test";
import { fill, pair, post } from "../world/fill.ts";
import { accessible, alive, expect, test } from "../world/index.ts";
import { past } from "../world/past.ts";
import { composer, log, online, say, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

test("MSG-6 a conversation opens at the first unread message, drawn there by the server and not moved by the page", { tag: "@main" }, async ({
  person,
  server,
}) => {
  // As on a first visit: a device that keeps the application draws the page itself.
  const [ann, bob] = [await person("Ann"), await person("Bob", { serviceWorkers: "block" })];
  const id = await pair(ann, bob);
  await past(server, ann, id, 30, "old");
  await post(bob, `/api/conversations/${id}/read-all`, undefined, "patch");
  await past(server, ann, id, 120, "new");

  // The page's own program is kept away: what stands there is the server's.
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await bob.page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await bob.page.goto(`/messages/${id}`, { waitUntil: "domcontentloaded" });
  const line = log(bob.page).getByText("New messages");
  await expect(line).toBeInViewport();
  await expect(words(bob.page, "new 1")).toBeInViewport();
  const before = await top(line);
  release();
  await alive(bob.page);
  await online(bob.page);
  await expect(bob.page.getByRole("link", { name: /1\d\d new messages/ })).toBeVisible();
  expect(Math.abs((await top(line)) - before)).toBeLessThan(2);
  await accessible(bob.page);

  // Only what was seen is read.
  const unread = async () => ((await (await bob.context.request.get(`/api/conversations/${id}`)).json()) as { unread: number }).unread;
  await expect.poll(unread).toBeLessThan(120);
  expect(await unread()).toBeGreaterThan(90);

  await bob.page.getByRole("link", { name: /new messages/ }).press("Enter");
  await expect(words(bob.page, "new 120")).toBeInViewport();
  await expect(composer(bob.page)).toBeFocused();
  await expect.poll(unread).toBe(0);
  await expect(bob.page.getByRole("link", { name: /new message|Newest/ })).toHaveCount(0);
  await ann.page.goto(`/messages/${id}`);
  await alive(ann.page);
  await say(ann.page, "and one more");
  await expect(words(bob.page, "and one more")).toBeInViewport();
});

test("MSG-6 a conversation that was open before opens at what came meanwhile, and at the newest where all is read", async ({
  person,
}) => {
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  const id = await together(ann, bob);
  await fill(ann, id, 40, "old");
  await expect(words(bob.page, "old 40")).toBeInViewport();
  const other = await pair(bob, eve);
  await post(bob, "/api/messages", { id: v7(), conversation_id: other, body: "elsewhere" });
  await bob.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Eve/ }).click();
  await expect(words(bob.page, "elsewhere")).toBeVisible();
  await fill(ann, id, 60, "new");
  const entry = bob.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Ann/ });
  await expect(entry).toHaveAccessibleName(/60 unread/);
  await entry.click();
  await expect(log(bob.page).getByText("New messages")).toBeInViewport();
  await expect(words(bob.page, "new 1")).toBeInViewport();
  await expect(words(bob.page, "new 60")).not.toBeInViewport();
  await bob.page.getByRole("link", { name: /new messages/ }).click();
  await expect(words(bob.page, "new 60")).toBeInViewport();
  await expect(entry).not.toHaveAccessibleName(/unread/);
  await bob.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Eve/ }).click();
  await expect(words(bob.page, "elsewhere")).toBeVisible();
  await entry.click();
  await expect(words(bob.page, "new 60")).toBeInViewport();
});

test("MSG-1 the way to messages says how many conversations hold something unread, wherever one is", async ({ person }) => {
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  const [first, second] = [await pair(ann, bob), await pair(eve, bob)];
  await fill(ann, first, 2);
  await bob.page.goto("/settings/appearance");
  const way = bob.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ });
  await expect(way).toHaveAccessibleName("Messages, 1 unread");
  await expect(bob.page).toHaveTitle(/^\(1\) /);
  await alive(bob.page);
  await online(bob.page);
  await fill(ann, first, 1, "again");
  await fill(eve, second, 1);
  await expect(way).toHaveAccessibleName("Messages, 2 unread");
  await expect(bob.page).toHaveTitle(/^\(2\) /);
  await accessible(bob.page);
  await post(bob, `/api/conversations/${second}`, { muted: true }, "patch");
  await expect(way).toHaveAccessibleName("Messages, 1 unread");
  await bob.page.goto(`/messages/${first}`);
  await expect(way).toHaveAccessibleName("Messages");
  await expect(bob.page).toHaveTitle(/^[^(]/);
});

test("MSG-1 without JavaScript the count stands in the page and its title", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await fill(ann, await pair(ann, bob), 1);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  await context.addCookies(await bob.context.cookies());
  const page = await context.newPage();
  await page.goto("/messages");
  await expect(page.getByRole("link", { name: "Messages, 1 unread" })).toBeVisible();
  await expect(page).toHaveTitle(/^\(1\) Messages/);
  await context.close();
});

function words(page: Page, exact: string): Locator {
  return log(page).getByText(exact, { exact: true });
}

async function top(line: Locator): Promise<number> {
  return (await line.boundingBox())?.y ?? Number.NaN;
}
