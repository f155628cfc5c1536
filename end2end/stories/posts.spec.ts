import { accessible, alive, expect, kept, test } from "../world/index.ts";
import { answer, comment, opened, published, thread } from "../world/posts.ts";
import { stored } from "../world/store.ts";

test("COM-1 COM-5 a question is written with a preview and with names that complete, and stands at its own address", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await published(bob, { tags: ["riverwalks"] });
  const page = await opened(ann, "/new");
  await page.getByRole("radio", { name: "Question" }).check();
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByLabel("Title")).toHaveAccessibleDescription(/A question needs a title/);
  await expect(page.getByRole("textbox", { name: "Text" })).toHaveAccessibleDescription(/Write something first/);
  await page.getByLabel("Title").fill("Where to, on Sunday?");
  await page.getByRole("textbox", { name: "Text" }).pressSequentially(`What does @${bob.handle.slice(0, 8)}`);
  await expect(page.getByRole("option", { name: new RegExp(bob.handle) })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type("say of **rivers**?");
  await expect(page.getByRole("textbox", { name: "Text" })).toHaveValue(`What does @${bob.handle} say of **rivers**?`);
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByRole("strong")).toHaveText("rivers");
  await expect(preview.getByRole("link", { name: `@${bob.handle}` })).toHaveAttribute("href", `/u/${bob.handle}`);
  await page.getByLabel("Tags").pressSequentially("riverw");
  await page.getByRole("option", { name: /#riverwalks/ }).click();
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page).toHaveURL(/\/p\/[0-9a-f-]{36}\/where-to-on-sunday$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Where to, on Sunday?");
  await expect(page.getByRole("list", { name: "Tags" }).getByRole("link")).toHaveText(["#riverwalks"]);
});

test("SOC-4 a question goes at once from the screen of whom its author blocks, and nothing that happens below it is told them", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await published(ann);
  const page = await opened(bob, `/p/${id}`);
  const other = await opened(cleo, `/p/${id}`);
  await comment(cleo, id, "Which river?");
  await expect(page.getByText("Which river?")).toBeVisible();
  const blocked = await ann.context.request.put(`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
  expect(blocked.ok()).toBe(true);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await comment(ann, id, "Any of them.");
  await expect(other.getByText("Any of them.")).toBeVisible();
  await expect(page.getByText("Any of them.")).toHaveCount(0);
});

test("COM-1 what is being written stands there again after the tab was closed, and is gone once it is published", async ({ person }) => {
  const ann = await person("Ann");
  let page = await opened(ann, "/new");
  await page.getByRole("textbox", { name: "Text" }).fill("Half a thought");
  await expect.poll(async () => (await stored(page, "replicas")).some((text) => text.includes("Half a thought"))).toBe(true);
  await page.close();
  page = await ann.context.newPage();
  await page.goto("/new");
  await alive(page);
  await page.getByRole("link", { name: "Drafts (1)" }).click();
  await page.getByRole("list", { name: "Drafts" }).getByRole("link", { name: "Post" }).click();
  await expect(page.getByRole("textbox", { name: "Text" })).toHaveValue("Half a thought");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\/p\//);
  await page.goto("/new");
  await alive(page);
  await expect(page.getByRole("textbox", { name: "Text" })).toHaveValue("");
  await expect(page.getByRole("link", { name: /^Drafts/ })).toHaveCount(0);
});

test("COM-1 COM-2 COM-3 without JavaScript one asks, answers, comments, votes, accepts, edits and deletes", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, storageState: await ann.context.storageState() });
  const page = await context.newPage();
  await page.goto("/new?kind=question");
  await page.getByLabel("Tags").fill("walks a/b");
  await page.getByLabel("Title").fill("Which way?");
  await page.getByRole("textbox", { name: "Text" }).fill("To the sea");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByLabel("Tags")).toHaveAccessibleDescription(/letters, digits/);
  await expect(page.getByRole("textbox", { name: "Text" })).toHaveValue("To the sea");
  await page.getByLabel("Tags").fill("walks");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page).toHaveURL(/\/which-way$/);
  await page.getByRole("textbox", { name: "Your answer" }).fill("By the mill");
  await page.getByRole("button", { name: "Post answer" }).click();
  const said = page.getByRole("article", { name: "Answer by Ann" });
  await expect(said).toContainText("By the mill");
  await said.getByRole("button", { name: "Accept" }).click();
  await expect(said).toContainText("Accepted answer");
  await said.getByRole("link", { name: "Comment" }).click();
  await said.getByRole("textbox", { name: "Comment" }).fill("Which mill?");
  await said.getByRole("button", { name: "Comment" }).click();
  await expect(said.getByRole("region", { name: "Comments" })).toContainText("Which mill?");
  await said.getByRole("link", { name: "Edit" }).first().click();
  await said.getByRole("textbox", { name: "Text" }).fill("By the old mill");
  await said.getByRole("button", { name: "Save" }).click();
  await expect(said).toContainText("By the old mill");
  await said.getByRole("link", { name: "History" }).first().click();
  await expect(said.getByRole("region", { name: "History" }).locator("del")).toHaveText("− By the mill");
  await said.getByRole("link", { name: "Delete" }).first().click();
  await said.getByRole("button", { name: "Delete" }).click();
  await expect(said).toContainText("Deleted");
  await expect(said.getByRole("region", { name: "Comments" })).toContainText("Which mill?");
  const bob = await person("Bob");
  const asked = await published(bob);
  await page.goto(`/p/${asked}`);
  await expect(page).toHaveURL(/\/where-do-we-walk$/);
  await page.getByRole("button", { name: "Upvote" }).first().click();
  await expect(page.getByRole("button", { name: "Upvote" }).first()).toHaveAttribute("aria-pressed", "true");
  await context.close();
});

test("COM-1 a thread is whole from the server, and says what it is to those who link to it", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const address = await thread(ann);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address.replace("where-do", "what-do"));
  await expect(page).toHaveURL(`${server.url}${address}`);
  await expect(page).toHaveTitle("Where do we walk? · Tertulia");
  await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", new RegExp(`${address}$`));
  await expect(page.locator("meta[property='og:title']")).toHaveAttribute("content", "Where do we walk?");
  await expect(page.locator("meta[name=description]")).toHaveAttribute("content", /By the river/);
  const told = JSON.parse((await page.locator("script[type='application/ld+json']").textContent()) ?? "{}");
  expect(told.mainEntity).toMatchObject({ "@type": "Question", name: "Where do we walk?", answerCount: 1 });
  await expect(page.getByRole("article", { name: /Answer by/ })).toContainText("Along the bridge.");
  await expect(page.getByRole("region", { name: "Comments" }).first()).toContainText("Which river?");
  expect((await page.goto("/p/0199a0b0-0000-7000-8000-000000000001"))?.status()).toBe(404);
  await context.close();
});

test("COM-2 COM-3 two people see live what the other answers, comments, accepts and edits", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const [hers, his] = [await opened(ann, `/p/${id}`), await opened(bob, `/p/${id}`)];
  await his.getByRole("textbox", { name: "Your answer" }).fill("Over the hill");
  await his.getByRole("button", { name: "Post answer" }).click();
  const answered = hers.getByRole("article", { name: "Answer by Bob" });
  await expect(answered).toContainText("Over the hill");
  await expect(hers.getByRole("heading", { name: "1 answer" })).toBeVisible();
  await answered.getByRole("button", { name: "Accept" }).click();
  const seen = his.getByRole("article", { name: "Answer by Bob" });
  await expect(seen).toContainText("Accepted answer");
  await answered.getByRole("link", { name: "Comment" }).click();
  await answered.getByRole("textbox", { name: "Comment" }).fill("Which hill?");
  await hers.keyboard.press("Control+Enter");
  await expect(seen).toContainText("Which hill?");
  await seen.getByRole("link", { name: "Reply" }).click();
  await seen.getByRole("textbox", { name: /Reply to @ann/ }).fill("The green one");
  await his.keyboard.press("Control+Enter");
  await expect(answered).toContainText("The green one");
  await expect(answered).toContainText("in reply to Ann");
  await seen.getByRole("link", { name: "Edit" }).first().click();
  await seen.getByRole("textbox", { name: "Text" }).fill("Over the green hill");
  await seen.getByRole("button", { name: "Save" }).click();
  await expect(answered).toContainText("Over the green hill");
  await expect(answered).toContainText("edited");
});

test("COM-3 comments past the first five are folded, and an address of one of them unfolds them", async ({ person }) => {
  const ann = await person("Ann");
  const bob = await person("Bob");
  const id = await published(ann);
  for (let number = 1; number < 8; number++) await comment(ann, id, `Comment number ${number}`);
  const last = await comment(ann, id, "The last comment");
  const page = await opened(bob, `/p/${id}`);
  const comments = page.getByRole("region", { name: "Comments" }).first();
  await expect(comments.getByRole("listitem")).toHaveCount(5);
  await comments.getByRole("link", { name: "Show 3 more" }).click();
  await expect(comments.getByRole("listitem")).toHaveCount(8);
  await opened(bob, `/p/${id}#comment-${last}`);
  await expect(page.locator(`#comment-${last}`)).toBeInViewport();
});

test("COM-2 what is answered without a network waits, and is sent when there is one again", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const page = await opened(bob, `/p/${id}`);
  await kept(page);
  await bob.context.setOffline(true);
  await page.getByRole("textbox", { name: "Your answer" }).fill("From the train");
  await page.getByRole("button", { name: "Post answer" }).click();
  const said = page.getByRole("article", { name: "Answer by Bob" });
  await expect(said).toContainText("Waiting to be sent");
  await bob.context.setOffline(false);
  await expect(said).not.toContainText("Waiting to be sent", { timeout: 30_000 });
  const { items } = await (await ann.context.request.get(`/api/posts/${id}/answers`)).json().then((told) => told.answers ?? told);
  expect(items.map((one: { body: string }) => one.body)).toEqual(["From the train"]);
});

test("COM-2 answers have an order once there are two of them", async ({ person }) => {
  const ann = await person("Ann");
  const id = await published(ann);
  await answer(ann, id, "First");
  const page = await opened(ann, `/p/${id}`);
  const orders = page.getByRole("navigation", { name: "Order of answers" });
  await expect(page.getByRole("heading", { name: "1 answer" })).toBeVisible();
  await expect(orders).toHaveCount(0);
  await answer(ann, id, "Second");
  await expect(orders.getByRole("link")).toHaveText(["Score", "Newest", "Oldest"]);
});

test("COM-3 a reply is written below what it answers, above what others said since", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo", { javaScriptEnabled: false })];
  const id = await published(ann);
  const first = await comment(bob, id, "Which river?");
  await comment(bob, id, "And when?");
  const page = await opened(ann, `/p/${id}`);
  const [asked, later] = ["Which river?", "And when?"].map((words) => page.getByRole("listitem").filter({ hasText: words }));
  await asked.getByRole("link", { name: "Reply" }).click();
  await expect(asked.getByRole("textbox", { name: `Reply to @${bob.handle}` })).toBeFocused();
  await expect(later.getByRole("textbox")).toHaveCount(0);
  await page.keyboard.type("The green one");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "The green one" })).toContainText("in reply to Bob");
  await expect(asked.getByRole("textbox")).toHaveCount(0);
  await cleo.page.goto(`/p/${id}/where-do-we-walk?comment=comment-${first}#comment-${first}`);
  await expect(cleo.page.locator(`#comment-${first}`).getByRole("textbox")).toBeVisible();
});

test("COM-1 COM-6 a post without a title says whose it is once, and once more for who hears it", async ({ person }) => {
  const ann = await person("Ann");
  const tag = `walks-${ann.handle.slice(-8)}`;
  const id = await published(ann, { kind: "post", title: undefined, body: "By the mill.", tags: [tag] });
  const page = await opened(ann, `/tags/${tag}`);
  const card = page.getByRole("article", { name: "Post by Ann" });
  const { width = 0 } = (await card.getByRole("heading", { name: "Post by Ann" }).locator("span").first().boundingBox()) ?? {};
  expect(width).toBeLessThanOrEqual(1);
  await accessible(page);
  await card.click();
  await expect(page).toHaveURL(new RegExp(`/p/${id}`));
  await alive(page);
  const heading = page.getByRole("heading", { level: 1, name: "Post by Ann" });
  await expect(heading).toHaveCount(1);
  expect((await heading.boundingBox())?.width).toBeLessThanOrEqual(1);
  await accessible(page);
});

test("COM-2 answers stand in the order that one chooses", async ({ person }) => {
  const ann = await person("Ann");
  const id = await published(ann);
  for (const words of ["First", "Second"]) await answer(ann, id, words);
  const page = await opened(ann, `/p/${id}?sort=oldest`);
  await expect(page.getByRole("feed", { name: "Answers" }).getByRole("article").first()).toContainText("First");
  await page.getByRole("link", { name: "Newest" }).click();
  await expect(page.getByRole("feed", { name: "Answers" }).getByRole("article").first()).toContainText("Second");
});
