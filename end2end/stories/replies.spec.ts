import type { Locator, Page } from "@playwright/test";
import { accessible, alive, expect, kept, test } from "../world/index.ts";
import { past } from "../world/past.ts";
import { keepUnsent, stored } from "../world/store.ts";
import { back, composer, insist, log, row, said, say, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

/** The row that says exactly this, whatever it quotes. */
function saying(page: Page, words: string): Locator {
  return log(page).locator("[data-message]").filter({ has: page.locator("[data-body]").getByText(words, { exact: true }) });
}

/** Begins to answer what says this. */
async function reply(page: Page, words: string): Promise<void> {
  await saying(page, words).hover();
  await saying(page, words).getByRole("button", { name: "Message actions" }).click();
  await saying(page, words).getByRole("menuitem", { name: "Reply", exact: true }).click();
  await expect(composer(page)).toBeFocused();
}

/** What an answer quotes. */
function quote(page: Page, words: string): Locator {
  return saying(page, words).locator("[data-quote]");
}

async function choose(page: Page, words: string, act: string): Promise<void> {
  await saying(page, words).hover();
  await saying(page, words).getByRole("button", { name: "Message actions" }).click();
  await saying(page, words).getByRole("menuitem", { name: act }).click();
}

test("MSG-5 a reply quotes the name and the first words, live, and leads to the message", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "tea or coffee?");
  await say(ann.page, "and when?");
  await expect(row(bob.page, "and when?")).toHaveCount(1);
  await reply(bob.page, "tea or coffee?");
  await expect(bob.page.getByText("Replying to Ann")).toBeVisible();
  await accessible(bob.page);
  await say(bob.page, "tea, please");
  await expect(bob.page.getByText("Replying to Ann")).toHaveCount(0);
  await expect(quote(bob.page, "tea, please")).toContainText("Ann");
  await expect(quote(bob.page, "tea, please")).toContainText("tea or coffee?");
  await expect(quote(ann.page, "tea, please")).toContainText("You");
  await accessible(ann.page);
  await ann.page.bringToFront();
  await quote(ann.page, "tea, please").click();
  await expect(saying(ann.page, "tea or coffee?")).toBeFocused();
  await ann.page.goto(`/messages/${id}`);
  await alive(ann.page);
  await expect(quote(ann.page, "tea, please")).toContainText("tea or coffee?");
});

test("MSG-5 QUA-7 who chooses to reply writes in the field at once: no key that is pressed right after is lost", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = bob;
  await say(ann.page, "tea?");
  await saying(page, "tea?").hover();
  await saying(page, "tea?").getByRole("button", { name: "Message actions" }).click();
  const choice = saying(page, "tea?").getByRole("menuitem", { name: "Reply", exact: true });
  const focused = await choice.evaluate((choice: HTMLElement) => {
    choice.click();
    return document.activeElement?.tagName;
  });
  expect(focused).toBe("TEXTAREA");
  await expect(page.getByText("Replying to Ann")).toBeVisible();
  await expect(composer(page), "the menu that closes takes it from nobody").toBeFocused();
});

test("MSG-5 by keys and by its button: what is being answered is given up, and kept over a reload", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = bob;
  await say(ann.page, "tea?");
  await expect(row(page, "tea?")).toHaveCount(1);
  await reply(page, "tea?");
  await page.reload();
  await alive(page);
  await expect(page.getByText("Replying to Ann")).toBeVisible();
  await page.getByRole("button", { name: "Cancel reply" }).click();
  await expect(page.getByText("Replying to Ann")).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  await reply(page, "tea?");
  await composer(page).press("Escape");
  await expect(page.getByText("Replying to Ann")).toHaveCount(0);
  await say(page, "to nobody in particular");
  await expect(saying(ann.page, "to nobody in particular")).toHaveCount(1);
  await expect(quote(ann.page, "to nobody in particular")).toHaveCount(0);
});

test("MSG-5 what is being answered waits with its words until one comes back, and the menu leads to what is quoted", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = bob;
  await say(ann.page, "tea?");
  await expect(row(page, "tea?")).toHaveCount(1);
  await reply(page, "tea?");
  await composer(page).fill("yes");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Profile" }).click();
  await expect(log(page)).toHaveCount(0);
  await back(page, /Ann/);
  await expect(page.getByText("Replying to Ann")).toBeVisible();
  await expect(composer(page)).toHaveValue("yes");
  await say(page, "yes, please");
  await expect(quote(page, "yes, please")).toContainText("tea?");
  await expect(quote(page, "yes, please")).toHaveAttribute("tabindex", "-1");

  await saying(page, "yes, please").press("Enter");
  await expect(saying(page, "yes, please").getByRole("menuitem").first()).toBeFocused();
  await saying(page, "yes, please").getByRole("menuitem", { name: "Go to what it answers" }).press("Enter");
  await expect(saying(page, "tea?")).toBeFocused();
});

test("MSG-5 a quote says what its message says by now, and a deleted message may be answered and quoted", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "tee?");
  await expect(row(bob.page, "tee?")).toHaveCount(1);
  await reply(bob.page, "tee?");
  await say(bob.page, "yes");
  await expect(quote(ann.page, "yes")).toContainText("tee?");
  await choose(ann.page, "tee?", "Edit");
  await ann.page.getByRole("textbox", { name: "What it says" }).fill("tea?");
  await ann.page.keyboard.press("Enter");
  for (const page of [ann.page, bob.page]) await expect(quote(page, "yes")).toContainText("tea?");
  await reply(bob.page, "tea?");
  await choose(ann.page, "tea?", "Delete");
  await insist(ann.page);
  await expect(quote(bob.page, "yes")).toContainText("Deleted message");
  await say(bob.page, "what did it say?");
  for (const page of [ann.page, bob.page]) await expect(quote(page, "what did it say?")).toContainText("Deleted message");
});

test("MSG-5 SYN-8 without a network one answers what was not sent yet, and both go out in order", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await ann.context.setOffline(true);
  await say(ann.page, "tea?");
  await reply(ann.page, "tea?");
  await say(ann.page, "or rather coffee");
  await expect(quote(ann.page, "or rather coffee")).toContainText("tea?");
  await ann.context.setOffline(false);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["tea?", "or rather coffee"]);
  await expect(quote(bob.page, "or rather coffee")).toContainText("tea?");
  await expect.poll(() => stored(ann.page, "operations"), { timeout: 20_000 }).toEqual([]);
});

test("MSG-5 SYN-8 once a refused message is taken back, what waited as its answer goes out as none", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await kept(ann.page);
  await ann.context.setOffline(true);
  // No page lets anybody write that.
  const [refused, answer] = [v7(), v7()].sort() as [string, string];
  const send = { v: 1, kind: "message.send", object: `conversation:${id}` };
  await keepUnsent(ann.page, { ...send, id: refused, body: { conversation_id: id, body: " " } });
  await keepUnsent(ann.page, { ...send, id: answer, body: { conversation_id: id, body: "yes, please", reply_to: refused } });
  const page = await ann.context.newPage();
  await ann.page.close();
  await ann.context.setOffline(false);
  await page.goto(`/messages/${id}`);
  await alive(page);
  const failed = log(page).locator("[data-message][data-state=failed]");
  await expect(failed).toHaveCount(1);
  await expect(saying(page, "yes, please")).toHaveAttribute("data-state", "sending");
  await failed.getByRole("button", { name: "Edit text" }).click();
  await expect(failed).toHaveCount(0);
  await expect.poll(() => said(bob.page)).toEqual(["yes, please"]);
  await expect(saying(page, "yes, please")).toHaveAttribute("data-state", /sent|delivered|read/);
  for (const one of [page, bob.page]) await expect(quote(one, "yes, please")).toHaveCount(0);
  await expect.poll(() => stored(page, "operations"), { timeout: 20_000 }).toEqual([]);
});

test("MSG-5 MSG-6 an answer to what was said long ago quotes it, and leads there", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await past(server, ann, id, 400);
  await bob.page.goto(`/messages/${id}?newest`);
  await alive(bob.page);
  await expect(row(bob.page, "message 400")).toHaveCount(1);
  const page = await ann.context.request.get(`/api/conversations/${id}/messages?around=3&limit=1`);
  const [old] = (await page.json()).items;
  const answer = await ann.context.request.post("/api/messages", {
    data: { id: v7(), conversation_id: id, body: "about that", reply_to: old.id },
    headers: { Origin: ann.origin },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  await expect(quote(bob.page, "about that")).toContainText(old.body);
  await quote(bob.page, "about that").click();
  await expect(saying(bob.page, old.body)).toBeInViewport();
});
