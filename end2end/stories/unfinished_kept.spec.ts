import { draft, keeps, text, toDrafts, typeAndGo } from "../world/begun.ts";
import { visit } from "../world/group.ts";
import { alive, expect, kept, test } from "../world/index.ts";
import { opened, published } from "../world/posts.ts";
import { refuse } from "../world/refusal.ts";
import { copies, keepRow, stored, writtenAt } from "../world/store.ts";
import { composer, online, together } from "../world/talk.ts";

test("COM-1 SYN-8 however many posts are begun, none goes for another", async ({ person }) => {
  const ann = await person("Ann");
  const { page } = ann;
  await visit(page, "/");
  await kept(page);
  const before = Array.from({ length: 48 }, (_, number) => `Of river ${number + 1}`);
  for (const [number, body] of before.entries()) {
    const data = { kind: "post", title: "", body, tags: "" };
    await keepRow(page, `post drafts/${crypto.randomUUID()}`, { position: "0.0.0", data }, writtenAt(number));
  }
  await visit(page, "/new");
  await text(page).fill("Of the sea");
  await keeps(page, "Of the sea");
  await visit(page, "/drafts");
  await expect(page.getByRole("list", { name: "Drafts" }).getByRole("listitem")).toHaveCount(before.length + 1);
  await expect(draft(page, "Of the sea")).toBeVisible();
});

test("COM-1 SYN-8 what is typed in the last moment of a page stands in the next, and is noted no longer than until it is kept", { tag: "@main" }, async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/new");
  await text(page).fill("Of the river");
  await keeps(page, "Of the river");
  const noted = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("tertulia:unkept:")).length);
  await typeAndGo(page, "Of the river and its mills");
  await expect(text(page)).toHaveValue("Of the river and its mills");
  await expect.poll(noted).toBe(0);

  await typeAndGo(page, "Of the mills", "/about");
  expect(await noted()).toBe(1);
  await visit(page, "/drafts");
  await expect(draft(page, "Of the mills")).toBeVisible();
  await expect.poll(noted).toBe(0);

  await draft(page, "Of the mills").getByRole("link").click();
  await typeAndGo(page, "Of the sea", "/about");
  await page.goBack();
  await alive(page);
  await expect(text(page)).toHaveValue("Of the sea");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\/p\//);
  await visit(page, "/drafts");
  await expect(page.getByText("Nothing begun")).toBeVisible();
  expect(await noted()).toBe(0);
});

test("COM-1 SYN-8 what was refused and is deleted stands there no more for who comes back, nor after it could be undone", async ({ person }) => {
  const ann = await person("Ann");
  const { page } = ann;
  await refuse(page, "post.create");
  await visit(page, "/new");
  await text(page).fill("Nobody takes this");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Discard" })).toBeVisible();
  await toDrafts(page);
  await draft(page, "Nobody takes this").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Nothing begun")).toBeVisible();
  await toDrafts(page);
  await expect(page.getByText("Nothing begun")).toBeVisible();
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  await page.reload();
  await online(page);
  await expect(page.getByText("Nothing begun")).toBeVisible();
});

test("COM-1 SYN-7 words in a thread that were begun before names told their thread stand there again, and are listed", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const question = await published(bob, { title: "Which tea?" });
  const { page } = ann;
  await visit(page, "/");
  await kept(page);
  const data = { title: "", body: "Begun long ago", tags: "", version: null };
  await keepRow(page, `words in threads/answer ${question}`, { position: "0.0.0", data });
  await visit(page, "/drafts");
  await expect(draft(page, "Begun long ago").getByRole("link")).toContainText("Answer");
  await draft(page, "Begun long ago").getByRole("link").click();
  const answer = page.getByRole("textbox", { name: "Your answer" });
  await expect(answer).toHaveValue("Begun long ago");
  await expect.poll(() => copies(page)).not.toContain(`words in threads/answer ${question}`);
  await page.reload();
  await alive(page);
  await expect(answer).toHaveValue("Begun long ago");
  await toDrafts(page);
  await expect(draft(page, "Begun long ago")).toHaveCount(1);
  await draft(page, "Begun long ago").getByRole("button", { name: "Delete" }).click();
  await opened(ann, `/p/${question}`);
  await expect(answer).toHaveValue("");
});

test("COM-1 SYN-8 a deleted draft that comes back takes the place of nothing that was written since", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const question = await published(bob, { title: "Which tea?" });
  await together(ann, bob);
  const { page } = ann;
  const main = page.getByRole("navigation", { name: "Main" });
  const undo = page.getByText("Your draft was deleted.").locator("..").last().getByRole("button", { name: "Undo" });
  const gone = async (words: string) => {
    await toDrafts(page);
    await draft(page, words).getByRole("button", { name: "Delete" }).click();
    await expect(draft(page, words)).toHaveCount(0);
  };

  await page.goto("/messages");
  await alive(page);
  await page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ }).click();
  await composer(page).pressSequentially("half a message");
  await gone("half a message");
  await page.goBack();
  await page.goBack();
  await expect(composer(page)).toHaveValue("");
  // Until somebody does something Back gives the focus to what had it.
  await composer(page).click();
  await composer(page).pressSequentially("news");
  await undo.click();
  await expect(composer(page)).toHaveValue("news\nhalf a message");

  await opened(ann, `/p/${question}`);
  const answer = page.getByRole("textbox", { name: "Your answer" });
  await answer.pressSequentially("half an answer");
  await gone("half an answer");
  await page.goBack();
  await page.goBack();
  await expect(answer).toHaveValue("");
  await answer.click();
  await answer.pressSequentially("news");
  await undo.click();
  await expect(answer).toHaveValue("news\n\nhalf an answer");

  await main.getByRole("link", { name: "Compose" }).click();
  await text(page).pressSequentially("half a post");
  await gone("half a post");
  await main.getByRole("link", { name: "Compose" }).click();
  await expect(text(page)).toHaveValue("");
  await text(page).pressSequentially("news of the river");
  await undo.click();
  await expect(page.getByRole("link", { name: "Drafts (1)" })).toBeVisible();
  await expect(text(page)).toHaveValue("news of the river");
  await toDrafts(page);
  for (const words of ["half a post", "news of the river"]) await expect(draft(page, words)).toHaveCount(1);
});

test("COM-1 SYN-8 SYN-11 a post that is refused stands where it was written alone, neither in another that one begins nor in another tab", async ({ person }) => {
  const ann = await person("Ann");
  const { page } = ann;
  const other = await ann.context.newPage();
  for (const tab of [page, other]) {
    await refuse(tab, "post.create");
    await visit(tab, "/new");
  }
  await text(page).fill("Nobody takes this");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Discard" })).toBeVisible();
  await page.getByRole("button", { name: "Begin another" }).click();
  await expect(text(page)).toHaveValue("");
  await expect(page.getByRole("link", { name: "Drafts (1)" })).toBeVisible();
  await expect(other.getByRole("link", { name: "Drafts (1)" })).toBeVisible();
  for (const tab of [page, other]) await expect(text(tab)).toHaveValue("");
  await text(page).fill("Of the sea");
  await expect(other.getByRole("link", { name: "Drafts (2)" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "was not published" })).toHaveCount(0);
  await toDrafts(page);
  for (const words of ["Nobody takes this", "Of the sea"]) await expect(draft(page, words)).toHaveCount(1);
  await expect(page.getByRole("list", { name: "Drafts" }).getByRole("listitem")).toHaveCount(2);
  await draft(page, "Nobody takes this").getByRole("link").click();
  await expect(text(page)).toHaveValue("Nobody takes this");
  await expect(page.getByRole("button", { name: "Discard" })).toBeVisible();
});
