import { draft, keeps, text, toDrafts } from "../world/begun.ts";
import { visit } from "../world/group.ts";
import { accessible, alive, controlled, expect, kept, test, wear } from "../world/index.ts";
import { opened, published } from "../world/posts.ts";
import { refuse } from "../world/refusal.ts";
import { keepRow, stored } from "../world/store.ts";
import { composer, online, together } from "../world/talk.ts";

test("COM-1 SYN-7 what was begun and neither published nor sent is listed, leads to where it is written, and is deleted with a way back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const [question, own] = [await published(bob, { title: "Which tea?" }), await published(ann, { title: "Which cup?" })];
  await together(ann, bob);
  const { page } = ann;
  await visit(page, "/drafts");
  await expect(page.getByText("Nothing begun")).toBeVisible();
  for (const theme of ["light", "dark"] as const) {
    await wear(page, theme);
    await accessible(page);
  }

  await page.goto("/messages");
  await alive(page);
  await page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ }).click();
  await composer(page).pressSequentially("half a message");
  await opened(ann, `/p/${own}`);
  const post = page.locator(`[id="post-${own}"]`);
  await post.getByRole("link", { name: "Edit" }).click();
  await post.getByRole("textbox", { name: "Text" }).fill("half an edit");
  await keeps(page, "half an edit");
  await opened(ann, `/p/${question}`);
  await page.getByRole("textbox", { name: "Your answer" }).pressSequentially("half an answer");
  await page.getByRole("article").first().getByRole("link", { name: "Comment", exact: true }).click();
  await page.getByRole("textbox", { name: "Comment", exact: true }).pressSequentially("half a comment");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Compose" }).click();
  await text(page).pressSequentially("half a post");
  await keeps(page, "half a post");
  await toDrafts(page);
  const fields = [["half a post", "Text"], ["half an answer", "Your answer"], ["half a comment", "Comment"], ["half an edit", "Text"], ["half a message", "Message"]] as const;
  for (const [words] of fields) await expect(draft(page, words)).toBeVisible();
  await expect(draft(page, "half an answer")).toContainText("Answer to Which tea?");
  await expect(draft(page, "half a comment")).toContainText("Comment on Which tea?");
  await expect(draft(page, "half an edit")).toContainText("Edit of Which cup?");
  await expect(draft(page, "half a message")).toContainText("Message to Bob");
  await accessible(page);

  for (const [words, name] of fields) {
    await draft(page, words).getByRole("link").click();
    await expect(page.getByRole("textbox", { name, exact: true })).toHaveValue(words);
    await page.goBack();
    await expect(draft(page, words).getByRole("link")).toBeFocused();
  }

  for (const [words] of fields) {
    const deleted = page.getByText("Your draft was deleted.").locator("..");
    await draft(page, words).getByRole("button", { name: "Delete" }).click();
    await expect(draft(page, words)).toHaveCount(0);
    await expect(page.getByRole("list", { name: "Drafts" }).getByRole("link").and(page.locator(":focus"))).toHaveCount(1);
    await deleted.last().getByRole("button", { name: "Undo" }).click();
    await expect(draft(page, words)).toBeVisible();
    await expect(draft(page, words).getByRole("link")).toBeFocused();
  }
  for (const words of ["half an edit", "half a message"]) await draft(page, words).getByRole("button", { name: "Delete" }).click();
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  await expect.poll(async () => (await stored(page, "replicas")).join()).not.toContain("half an edit");
  await visit(page, "/drafts");
  await expect(draft(page, "half a post")).toBeVisible();
  for (const words of ["half an edit", "half a message"]) await expect(draft(page, words)).toHaveCount(0);
});

test("SYN-10 COM-1 drafts are listed without a network, and without JavaScript their page says calmly where they are", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/new");
  await text(page).pressSequentially("half a post");
  await keeps(page, "half a post");
  await kept(page);
  await controlled(page);
  await ann.context.setOffline(true);
  await page.goto("/drafts");
  await draft(page, "half a post").getByRole("link").click();
  await expect(text(page)).toHaveValue("half a post");
  await ann.context.setOffline(false);

  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, storageState: await ann.context.storageState() });
  const plain = await context.newPage();
  const answer = await plain.goto("/drafts");
  expect(answer?.status()).toBe(200);
  await expect(plain.getByRole("heading", { level: 1, name: "Drafts" })).toBeVisible();
  await expect(plain.getByText(/^What you begin to write is kept/)).toBeVisible();
  await context.close();
});

test("COM-1 SYN-11 two tabs write a post each, and the list follows both", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/new");
  const [other, list] = [await ann.context.newPage(), await ann.context.newPage()];
  for (const tab of [other, list]) await visit(tab, tab === list ? "/drafts" : "/new");
  await expect(list.getByText("Nothing begun")).toBeVisible();
  await text(page).fill("Of the river");
  await expect(draft(list, "Of the river")).toBeVisible();
  await expect(text(other)).toHaveValue("");
  await text(other).fill("Of the sea");
  await expect(draft(list, "Of the sea")).toBeVisible();
  await text(other).fill("Of the open sea");
  await expect(draft(list, "Of the open sea")).toBeVisible();
  await expect(list.getByRole("list", { name: "Drafts" }).getByRole("listitem")).toHaveCount(2);
  for (const [tab, words] of [[page, "Of the river"], [other, "Of the open sea"]] as const) {
    await tab.reload();
    await alive(tab);
    await expect(text(tab)).toHaveValue(words);
    await expect(tab.getByRole("link", { name: "Drafts (1)" })).toBeVisible();
  }
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\/p\//);
  await expect(draft(list, "Of the river")).toHaveCount(0);
  await text(other).fill("");
  await expect(list.getByText("Nothing begun")).toBeVisible();
});

test("COM-1 COM-7 a tab goes on with the post that it has open, begins another beside it, and Back brings each", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/new");
  const main = page.getByRole("navigation", { name: "Main" });
  await text(page).fill("Of the river");
  await main.getByRole("link", { name: "Home" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await main.getByRole("link", { name: "Compose" }).click();
  await expect(text(page)).toHaveValue("Of the river");
  await page.getByRole("button", { name: "Begin another" }).click();
  await expect(text(page)).toHaveValue("");
  await text(page).fill("Of the sea");
  await page.goBack();
  await expect(text(page)).toHaveValue("Of the river");
  await page.goForward();
  await expect(text(page)).toHaveValue("Of the sea");
  await page.getByRole("link", { name: "Drafts (1)" }).click();
  await draft(page, "Of the river").getByRole("link").click();
  await expect(text(page)).toHaveValue("Of the river");
  await expect(text(page)).toBeFocused();
});

test("COM-1 SYN-7 a post that was begun when all tabs shared one is listed, written on and published like any other", async ({ person }) => {
  const ann = await person("Ann");
  const { page } = ann;
  await visit(page, "/");
  await kept(page);
  const written = { kind: "post", title: "", body: "Begun long ago", tags: "" };
  await keepRow(page, "post drafts/", { position: "0.0.0", data: written });
  await visit(page, "/drafts");
  await draft(page, "Begun long ago").getByRole("link").click();
  await expect(text(page)).toHaveValue("Begun long ago");
  await text(page).fill("Begun long ago, and done");
  await keeps(page, "Begun long ago, and done");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\/p\//);
  await toDrafts(page);
  await expect(page.getByText("Nothing begun")).toBeVisible();
});

test("COM-1 SYN-8 what was refused is listed with why, leads to its words, and is given up only once nobody goes back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  for (const kind of ["post.create", "message.send"]) await refuse(page, kind);
  await visit(page, "/new");
  await text(page).fill("Nobody takes this");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Discard" })).toBeVisible();
  await visit(page, `/messages/${id}`);
  await composer(page).fill("nor this");
  await composer(page).press("Enter");
  await expect(page.getByText(/Not sent\./).first()).toBeVisible();
  await toDrafts(page);
  await expect(draft(page, "Nobody takes this")).toContainText("Not published.");
  await expect(draft(page, "Nobody takes this")).toHaveCount(1);
  await expect(draft(page, "nor this")).toContainText("Not sent.");
  await accessible(page);
  await draft(page, "Nobody takes this").getByRole("link").click();
  await expect(text(page)).toHaveValue("Nobody takes this");
  await page.goBack();
  for (const words of ["Nobody takes this", "nor this"]) {
    await draft(page, words).getByRole("button", { name: "Delete" }).click();
    await expect(draft(page, words)).toHaveCount(0);
    await page.getByText("Your draft was deleted.").locator("..").last().getByRole("button", { name: "Undo" }).click();
    await expect(draft(page, words)).toContainText(/Not (published|sent)\./);
    await draft(page, words).getByRole("button", { name: "Delete" }).click();
  }
  await expect.poll(() => stored(page, "operations"), { timeout: 20_000 }).toEqual([]);
  await page.reload();
  await online(page);
  await expect(page.getByText("Nothing begun")).toBeVisible();
});
