import type { Locator, Page } from "@playwright/test";
import { accessible, alive, expect, type Person, test, wear } from "../world/index.ts";
import { answer, comment, opened, published } from "../world/posts.ts";
import { refuse } from "../world/refusal.ts";
import { stored } from "../world/store.ts";

/** Waits until the browser keeps these words. */
async function kept(page: Page, words: string): Promise<void> {
  await expect.poll(async () => (await stored(page, "replicas")).some((text) => text.includes(words))).toBe(true);
}

/** Waits until it does so no longer. */
async function forgotten(page: Page, words: string): Promise<void> {
  await expect.poll(async () => (await stored(page, "replicas")).some((text) => text.includes(words))).toBe(false);
}

/** Closes the tab of a person, and opens a page in another one. */
async function anew({ page, context }: Person, path: string): Promise<Page> {
  await page.close();
  const tab = await context.newPage();
  await tab.goto(path);
  await alive(tab);
  return tab;
}

/** Where an entry stands in its thread. */
function place(page: Page, kind: "post" | "answer" | "comment", id: string): Locator {
  return page.locator(`[id="${kind}-${id}"]`);
}

test("COM-1 COM-2 COM-3 an answer, a comment and an edit that are not sent stand there again after the tab was closed", async ({ person }) => {
  const ann = await person("Ann");
  const id = await published(ann);
  const said = await answer(ann, id, "Along the bridge.");
  const page = await opened(ann, `/p/${id}`);
  await page.getByRole("textbox", { name: "Your answer" }).fill("Half an answer");
  const post = place(page, "post", id);
  await post.getByRole("link", { name: "Comment" }).click();
  await post.getByRole("textbox", { name: "Comment" }).fill("Half a comment");
  await place(page, "answer", said).getByRole("link", { name: "Edit" }).click();
  await place(page, "answer", said).getByRole("textbox", { name: "Text" }).fill("Along the **old** bridge");
  const preview = place(page, "answer", said).getByRole("region", { name: "Preview" });
  await expect(preview.getByRole("strong")).toHaveText("old");
  for (const words of ["Half an answer", "Half a comment", "Along the **old** bridge"]) await kept(page, words);

  const tab = await anew(ann, `/p/${id}`);
  await expect(tab.getByRole("textbox", { name: "Your answer" })).toHaveValue("Half an answer");
  await place(tab, "post", id).getByRole("link", { name: "Comment" }).click();
  await expect(place(tab, "post", id).getByRole("textbox", { name: "Comment" })).toHaveValue("Half a comment");
  await tab.keyboard.press("Control+Enter");
  await expect(place(tab, "post", id).getByRole("region", { name: "Comments" }).getByRole("listitem")).toHaveText(/Half a comment/);
  await place(tab, "answer", said).getByRole("link", { name: "Edit" }).click();
  await expect(place(tab, "answer", said).getByRole("textbox", { name: "Text" })).toHaveValue("Along the **old** bridge");
  await place(tab, "answer", said).getByRole("button", { name: "Save" }).click();
  await expect(place(tab, "answer", said).getByRole("strong")).toHaveText("old");
  await tab.getByRole("button", { name: "Post answer" }).click();
  await expect(tab.getByRole("textbox", { name: "Your answer" })).toHaveValue("");
  await expect(tab.getByRole("heading", { name: "2 answers" })).toBeVisible();
  await tab.reload();
  await alive(tab);
  await expect(tab.getByRole("heading", { name: "2 answers" })).toBeVisible();
  await expect(tab.getByRole("textbox", { name: "Your answer" })).toHaveValue("");
});

test("COM-1 an edit that is given up is had back by Undo, and one that changed nothing ends in silence", async ({ person }) => {
  const ann = await person("Ann");
  const id = await published(ann);
  const page = await opened(ann, `/p/${id}`);
  const post = place(page, "post", id);
  const edit = () => post.getByRole("link", { name: "Edit" }).click();
  const text = post.getByRole("textbox", { name: "Text" });
  await edit();
  await text.press("Escape");
  await expect(text).toHaveCount(0);
  await expect(page.getByText("Your changes were not saved.")).toHaveCount(0);
  await edit();
  await text.fill("By the sea");
  await post.getByLabel("Title").fill("Where to?");
  await text.press("Escape");
  await expect(post).toContainText("By the river");
  await page.getByText("Your changes were not saved.").locator("..").getByRole("button", { name: "Undo" }).click();
  await expect(text).toHaveValue("By the sea");
  await expect(post.getByLabel("Title")).toHaveValue("Where to?");
  await post.getByRole("link", { name: "Cancel" }).click();
  await forgotten(page, "By the sea");
  await edit();
  await expect(text).toHaveValue("By the **river**?");
});

test("COM-7 COM-1 Back and a reload bring the form in which one wrote, with its words", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(bob);
  const page = await opened(ann, `/p/${id}`);
  const post = place(page, "post", id);
  await post.getByRole("link", { name: "Comment" }).click();
  const field = post.getByRole("textbox", { name: "Comment" });
  await field.fill("Which river?");
  await post.getByRole("link", { name: "Bob" }).first().click();
  await expect(page).toHaveURL(new RegExp(`/u/${bob.handle}$`));
  await page.goBack();
  await expect(field).toHaveValue("Which river?");
  await page.reload();
  await alive(page);
  await expect(field).toHaveValue("Which river?");
});

test("COM-1 anybody reads which words, tags and titles an edit changed, with and without JavaScript", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const id = await published(ann, { title: "Where do we walk?", body: "From the mill to the rivr.\n\n```\nlet way = 1;\n```", tags: ["walks"] });
  const edited = await ann.context.request.patch(`/api/posts/${id}`, {
    headers: { Origin: ann.origin },
    data: { title: "Where do we swim?", body: "From the mill to the river.\n\n```\nlet way = 2;\n```", tags: ["rivers"] },
  });
  expect(edited.ok()).toBe(true);
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`/p/${id}`);
    if (javaScriptEnabled) await alive(page);
    await page.getByRole("link", { name: "History" }).click();
    const latest = page.getByRole("region", { name: "History" }).getByRole("listitem").first();
    await expect(latest.locator("ins b")).toHaveText(["swim?", "river.", "2;", "#rivers"]);
    await expect(latest.locator("del b")).toHaveText(["walk?", "rivr.", "1;", "#walks"]);
    await expect(latest).toContainText("Title: Where do we swim?");
    for (const colorScheme of javaScriptEnabled ? (["light", "dark"] as const) : []) {
      await wear(page, colorScheme);
      await accessible(page);
    }
    await context.close();
  }
});

test("COM-3 deleted comments among the first hide none that stands", async ({ person }) => {
  const ann = await person("Ann");
  const id = await published(ann);
  const all: string[] = [];
  for (let number = 1; number <= 7; number++) all.push(await comment(ann, id, `Remark ${number}`));
  for (const one of all.slice(0, 2)) {
    const gone = await ann.context.request.delete(`/api/comments/${one}`, { headers: { Origin: ann.origin } });
    expect(gone.ok()).toBe(true);
  }
  const bob = await person("Bob");
  const page = await opened(bob, `/p/${id}`);
  const comments = page.getByRole("region", { name: "Comments" }).first();
  await comments.getByRole("link", { name: "Show 2 more" }).click();
  await expect(comments.getByText("Remark 7")).toBeVisible();
  await expect(comments.getByRole("link", { name: /^Show/ })).toHaveCount(0);
});

test("COM-1 SYN-8 a post that is refused is told to its author wherever they are, and waits where one writes", async ({ person }) => {
  const ann = await person("Ann");
  await refuse(ann.page, "post.create");
  const page = await opened(ann, "/new");
  await ann.context.setOffline(true);
  await page.getByRole("textbox", { name: "Text" }).fill("From the train");
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("link", { name: "Home" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await ann.context.setOffline(false);
  await expect(page.getByText(/^Your post was not published\./)).toBeVisible({ timeout: 40_000 });
  await page.getByRole("link", { name: "Write something" }).click();
  await expect(page.getByRole("textbox", { name: "Text" })).toHaveValue("From the train");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("textbox", { name: "Text" })).toHaveValue("");
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("COM-1 SYN-8 a post that is refused takes the place of nothing that is written meanwhile", async ({ person }) => {
  const ann = await person("Ann");
  const allow = await refuse(ann.page, "post.create");
  const page = await opened(ann, "/new");
  const text = page.getByRole("textbox", { name: "Text" });
  await ann.context.setOffline(true);
  await text.fill("From the train");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText(/Kept here until the server can be reached/)).toBeVisible();
  await page.getByRole("link", { name: "Home" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await page.getByRole("link", { name: "Write something" }).click();
  await expect(page.getByRole("list", { name: "Waiting" })).toHaveText(/From the train.*waits to be published\./);
  await text.fill("Something else");
  await ann.context.setOffline(false);
  const aside = page.getByRole("alert").filter({ hasText: "What you wrote before was not published." });
  await expect(aside).toBeVisible({ timeout: 40_000 });
  await expect(text).toHaveValue("Something else");
  await wear(page, "dark");
  await accessible(page);
  await text.fill("");
  await expect(text).toHaveValue("From the train");
  await allow();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\/p\//);
  await expect(page.getByRole("article").first()).toContainText("From the train");
});

test("COM-1 SYN-11 what one tab has published is not written in another any more", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/new");
  await page.getByRole("textbox", { name: "Text" }).fill("Once only");
  await kept(page, "Once only");
  const tab = await ann.context.newPage();
  await tab.goto("/drafts");
  await tab.getByRole("list", { name: "Drafts" }).getByRole("link", { name: "Post" }).click();
  await expect(tab.getByRole("textbox", { name: "Text" })).toHaveValue("Once only");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\/p\//);
  await expect(tab.getByRole("textbox", { name: "Text" })).toHaveValue("");
  await tab.reload();
  await alive(tab);
  await expect(tab.getByRole("textbox", { name: "Text" })).toHaveValue("");
});

test("COM-1 what is taken out of a draft is not there again", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/new");
  const text = page.getByRole("textbox", { name: "Text" });
  await text.fill("On second thought");
  await kept(page, "On second thought");
  await text.fill("");
  await forgotten(page, "On second thought");
  await page.reload();
  await alive(page);
  await expect(text).toHaveValue("");
});

test("COM-5 QUA-7 on a phone names that complete are seen below a tall field, and go as soon as none is meant", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const page = await opened(ann, "/new");
  await page.setViewportSize({ width: 390, height: 420 });
  const text = page.getByRole("textbox", { name: "Text" });
  await text.fill("One line.\n".repeat(30));
  await text.press("Control+End");
  await text.pressSequentially(`@${bob.handle.slice(0, 8)}`);
  const offer = page.getByRole("option", { name: new RegExp(bob.handle) });
  await expect(offer).toBeInViewport();
  await expect(text).toHaveAttribute("aria-activedescendant", /body-offer-0/);
  await text.pressSequentially("qqq");
  await expect(offer).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(text).toHaveValue(/qqq\n$/);
});

test("COM-1 COM-2 COM-3 in the thread of a deleted question nothing more is asked for, and what is begun stays", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const said = await answer(ann, id, "Along the bridge.");
  await comment(ann, id, "Any river.");
  const [page, other] = [await opened(bob, `/p/${id}`), await opened(ann, `/p/${id}`)];
  await page.getByRole("textbox", { name: "Your answer" }).fill("Half an answer");
  const gone = await ann.context.request.delete(`/api/posts/${id}`, { headers: { Origin: ann.origin } });
  expect(gone.ok()).toBe(true);
  await expect(page.getByText("This question was deleted, and takes no more answers.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Your answer" })).toHaveValue("Half an answer");
  await expect(page.getByRole("button", { name: "Post answer" })).toBeDisabled();
  await expect(other.getByRole("textbox", { name: "Your answer" })).toHaveCount(0);
  for (const one of [page, other]) {
    await expect(place(one, "answer", said)).toContainText("Along the bridge.");
    await expect(one.getByText("Any river.")).toBeVisible();
    await expect(one.getByRole("link", { name: /^(Comment|Reply)$/ })).toHaveCount(0);
    await expect(one.getByRole("button", { name: "Accept" })).toHaveCount(0);
  }
});

test("COM-5 COM-6 more tags than complete while one types stand on the page of tags, which this device keeps", async ({ person }) => {
  const ann = await person("Ann");
  const stamp = `t${ann.handle.slice(-8)}`;
  for (const part of ["a", "b", "c"]) {
    await published(ann, { kind: "post", title: `Walk ${part}`, tags: [1, 2, 3, 4, 5].map((number) => `${stamp}-${part}${number}`) });
  }
  const page = await opened(ann, `/tags?q=${stamp}`);
  const tags = page.getByRole("list", { name: "Tags" }).getByRole("link");
  await expect(tags).toHaveCount(15);
  await kept(page, `${stamp}-c5`);
  await page.getByRole("link", { name: "Home", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
});
