import type { Page } from "@playwright/test";
import { post } from "../world/fill.ts";
import { club, list, visit } from "../world/group.ts";
import { accessible, alive, expect, legible, test } from "../world/index.ts";
import { copied } from "../world/store.ts";
import { insist, online, row, say, together } from "../world/talk.ts";
import { answer, answered, field, open, reply, said, thread, way } from "../world/threads.ts";

test("MSG-5 MSG-4 what is said in a thread stands beside the conversation, live, and its message tells how much", { tag: "@main" }, async ({
  person,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  for (const { page } of [ann, bob]) await page.setViewportSize({ width: 1440, height: 900 });
  await say(ann.page, "where do we meet?");
  await say(ann.page, "and when?");
  await expect(row(bob.page, "and when?")).toHaveCount(1);
  await open(bob.page, "where do we meet?");
  await expect(thread(bob.page).locator("[data-root]")).toContainText("where do we meet?");
  await expect(thread(bob.page).getByText("No replies yet")).toBeVisible();
  await reply(bob.page, "by the river");
  await expect(answer(bob.page, "by the river")).toHaveAttribute("data-state", /sent|delivered|read/);
  await expect(way(ann.page, "where do we meet?")).toContainText("1 reply");
  await expect(way(ann.page, "where do we meet?")).toContainText("Bob");
  const log = ann.page.getByRole("log", { name: "Messages" });
  await expect(log.getByText("by the river")).toHaveCount(0);

  await way(ann.page, "where do we meet?").click();
  await expect(ann.page).toHaveURL(new RegExp(`/messages/${id}/thread/`));
  await expect(answer(ann.page, "by the river")).toBeVisible();
  await expect(log.getByText("and when?")).toBeVisible();
  await reply(ann.page, "see you there");
  await expect(answer(bob.page, "see you there")).toBeVisible();
  for (const { page } of [ann, bob]) {
    await expect(way(page, "where do we meet?")).toContainText("2 replies");
    const entry = list(page).getByRole("link", { name: /Thread: where do we meet/ });
    await expect(entry).toHaveAttribute("aria-current", "page");
    // That it is a thread says a symbol there, and its words have the line.
    await expect(entry.locator("bdi").first()).toHaveText("where do we meet?");
    await expect(page.getByRole("heading", { level: 1, name: /Thread: where do we meet/ })).toBeVisible();
    await expect(page.getByRole("region", { name: "Conversation" }).getByRole("heading", { level: 1 })).toHaveCount(0);
    await accessible(page);
  }
  await thread(ann.page).getByRole("link", { name: "Back to the conversation" }).click();
  await expect(ann.page).toHaveURL(new RegExp(`/messages/${id}$`));
  await expect(thread(ann.page)).toBeHidden();
  await expect(row(ann.page, "and when?")).toBeVisible();
});

test("MSG-5 MSG-1 an answer is unread in the list of those who take part, and of nobody else", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  const root = await said(ann, id, "where do we meet?");
  for (const { page } of [ann, cleo]) await visit(page, "/messages");
  const entry = (page: Page) => list(page).getByRole("link", { name: /Thread: where do we meet/ });
  await answered(bob, root, "by the river");
  await expect(entry(ann.page)).toContainText("by the river");
  await expect(entry(ann.page), "beside which conversation it stands").toHaveAccessibleName(/in Book club/);
  await expect(entry(ann.page).getByText("1", { exact: true })).toBeVisible();
  await expect(list(cleo.page).getByRole("link", { name: /Book club/ })).toContainText("where do we meet?");
  await expect(entry(cleo.page)).toHaveCount(0);
  await entry(ann.page).click();
  await expect(answer(ann.page, "by the river")).toBeVisible();
  await expect(entry(ann.page).getByText("1", { exact: true })).toHaveCount(0);
  await answered(cleo, root, "or at home");
  await expect(entry(cleo.page)).toContainText("or at home");
  await expect(answer(ann.page, "or at home")).toBeVisible();
});

test("MSG-5 MSG-1 who only looks at a thread hears what is said in it, and nothing of it is in their list", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  const root = await said(ann, id, "where do we meet?");
  await answered(bob, root, "by the river");
  const { page } = cleo;
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/messages/${id}/thread/${root}`);
  await expect(answer(page, "by the river")).toBeVisible();
  await answered(ann, root, "or at home");
  await expect(answer(page, "or at home")).toBeVisible();
  const entry = list(page).getByRole("link", { name: /Thread: / });
  await expect(way(page, "where do we meet?")).toContainText("2 replies");
  await expect(entry).toHaveCount(0);
  await expect(list(page).locator("[aria-current=page]")).toHaveText(/Book club/);
  await reply(page, "at mine");
  await expect(entry).toContainText("at mine");
});

test("MSG-5 QUA-7 Escape closes a thread, and the focus is back at its message", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = bob;
  await page.setViewportSize({ width: 1440, height: 900 });
  await say(ann.page, "where do we meet?");
  await open(page, "where do we meet?");
  await expect(field(page)).toBeFocused();
  await field(page).fill("half an answer");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(new RegExp(`/messages/${id}$`));
  await expect(thread(page)).toBeHidden();
  await expect(row(page, "where do we meet?")).toBeFocused();
  await open(page, "where do we meet?");
  await expect(field(page)).toHaveValue("half an answer");
  await visit(page, page.url());
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
  await expect(field(page)).toBeFocused();
});

test("MSG-5 MSG-6 on a phone a thread is a page of its own with a way back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "where do we meet?");
  await expect(row(bob.page, "where do we meet?")).toHaveCount(1);
  const { page } = bob;
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "where do we meet?");
  await expect(page.getByRole("log")).toHaveCount(1);
  await reply(page, "by the river");
  await expect(answer(page, "by the river")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await accessible(page);
    await legible(page);
  }
  await page.getByRole("link", { name: "Back to the conversation" }).click();
  await expect(page).toHaveURL(new RegExp(`/messages/${id}$`));
  await expect(way(page, "where do we meet?")).toContainText("1 reply · You");
});

test("MSG-5 an answer is edited, deleted and reacted to as any message is, and has no thread of its own", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const root = await said(ann, id, "where do we meet?");
  await answered(bob, root, "by the river");
  const { page } = bob;
  await visit(page, `/messages/${id}/thread/${root}`);
  const choose = async (words: string, act: string) => {
    await answer(page, words).hover();
    await answer(page, words).getByRole("button", { name: "Message actions" }).click();
    await expect(answer(page, words).getByRole("menuitem", { name: "Reply in thread" })).toHaveCount(0);
    await answer(page, words).getByRole("menuitem", { name: act, exact: true }).click();
  };
  await choose("by the river", "Edit");
  const editor = page.getByRole("textbox", { name: "What it says" });
  await editor.fill("by the sea");
  await editor.press("Enter");
  await expect(answer(page, "by the sea")).toContainText("edited");
  await choose("by the sea", "Delete");
  await insist(page);
  await expect(answer(page, "Message deleted")).toHaveCount(1);
  await visit(page, `/messages/${id}`);
  await expect(way(page, "where do we meet?")).toContainText("1 reply");
});

test("MSG-5 a deleted message keeps its thread, and the thread says so", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const root = await said(ann, id, "a slip");
  await answered(bob, root, "what?");
  await visit(bob.page, `/messages/${id}/thread/${root}`);
  await expect(thread(bob.page).locator("[data-root]")).toContainText("a slip");
  const gone = await ann.context.request.delete(`/api/messages/${root}`, { headers: { Origin: ann.origin } });
  expect(gone.ok()).toBe(true);
  await expect(thread(bob.page).locator("[data-root]")).toContainText("Message deleted");
  await expect(thread(bob.page).getByRole("heading", { name: "Thread: deleted message" })).toBeVisible();
  await expect(answer(bob.page, "what?")).toBeVisible();
  await expect(row(ann.page, "Message deleted").getByRole("link", { name: /1 reply/ })).toBeVisible();
});

test("MSG-5 SYN-8 SYN-10 an answer that is written without a network is sent once there is one", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const root = await said(ann, id, "where do we meet?");
  const { page, context } = bob;
  await visit(page, `/messages/${id}/thread/${root}`);
  await expect(thread(page).getByText("No replies yet")).toBeVisible();
  await context.setOffline(true);
  await reply(page, "by the river");
  await expect(answer(page, "by the river")).toHaveAttribute("data-state", "sending");
  await context.setOffline(false);
  await expect(answer(page, "by the river")).toHaveAttribute("data-state", /sent|delivered|read/, { timeout: 40_000 });
  await expect(way(ann.page, "where do we meet?")).toContainText("1 reply");
});

test("MSG-5 SYN-8 SYN-10 a thread begins without a network, and is there for the other once there is one", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "where do we meet?");
  const { page, context } = bob;
  await expect(row(page, "where do we meet?")).toHaveCount(1);
  await copied(bob, "where do we meet?");
  await context.setOffline(true);
  await open(page, "where do we meet?");
  await expect(thread(page).locator("[data-root]")).toContainText("where do we meet?");
  await reply(page, "by the river");
  await expect(answer(page, "by the river")).toHaveAttribute("data-state", "sending");
  await context.setOffline(false);
  await expect(answer(page, "by the river")).toHaveAttribute("data-state", /sent|delivered|read/, { timeout: 40_000 });
  await way(ann.page, "where do we meet?").click();
  await expect(answer(ann.page, "by the river")).toBeVisible();
  await reply(ann.page, "see you there");
  await expect(answer(page, "see you there")).toBeVisible();
});

test("MSG-5 what is written in a thread and in its conversation is kept apart", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const root = await said(ann, id, "where do we meet?");
  const { page } = bob;
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/messages/${id}/thread/${root}`);
  const message = page.getByRole("textbox", { name: "Message", exact: true });
  await field(page).fill("half an answer");
  await message.fill("half a message");
  const saved = `select body from drafts d join accounts a on a.id = d.account_id where a.handle = '${bob.handle}' order by body`;
  await expect.poll(() => server.ask(saved)).toEqual(["half a message", "half an answer"]);
  await visit(page, "/settings/appearance");
  await visit(page, `/messages/${id}/thread/${root}`);
  await expect(field(page)).toHaveValue("half an answer");
  await expect(message).toHaveValue("half a message");
});

test("MSG-5 SYN-2 whoever is removed from the group is out of its threads at once", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const [root, bare] = [await said(ann, id, "between us"), await said(ann, id, "unheard of")];
  await answered(bob, root, "only us");
  const other = await bob.context.newPage();
  await visit(other, `/messages/${id}/thread/${bare}`);
  await expect(thread(other).getByText("No replies yet")).toBeVisible();
  await visit(bob.page, `/messages/${id}/thread/${root}`);
  await expect(answer(bob.page, "only us")).toBeVisible();
  const removed = await ann.context.request.delete(`/api/conversations/${id}/participants/${bob.handle}`, {
    headers: { Origin: ann.origin },
  });
  expect(removed.ok()).toBe(true);
  await expect(bob.page.getByText(/between us|only us/)).toHaveCount(0);
  await expect(other.getByText(/unheard of/)).toHaveCount(0);
  for (const page of [bob.page, other]) await expect(field(page)).toHaveCount(0);
  expect((await bob.context.request.get(`/api/messages/${root}/thread`)).status()).toBe(404);
});

test("MSG-5 an address that names an answer leads to it in its thread", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const root = await said(ann, id, "where do we meet?");
  for (let number = 1; number <= 60; number++) await answered(bob, root, `place ${number}.`);
  const { items } = await (await ann.context.request.get(`/api/messages/${root}/thread?around=5&limit=1`)).json();
  for (const path of [`/messages/${id}/thread/${root}`, `/messages/${root}`]) {
    await ann.page.goto(`${path}?at=${items[0].id}`);
    await alive(ann.page);
    await online(ann.page);
    await expect(ann.page.locator(`[data-message="${items[0].id}"]`)).toBeInViewport();
  }
});

test("MSG-5 without JavaScript a thread is begun, read and answered by its page", async ({ person }) => {
  const ann = await person("Ann", { javaScriptEnabled: false });
  const bob = await person("Bob");
  const { id } = (await post(bob, "/api/conversations", { with: [ann.handle] })) as { id: string };
  const root = await said(bob, id, "where do we meet?");
  await answered(bob, root, "by the river?");
  const { page } = ann;
  await page.goto(`/messages/${id}`);
  await way(page, "where do we meet?").click();
  await expect(page.getByRole("log", { name: "Replies" })).toContainText("by the river?");
  await expect(page.locator("[data-root]")).toContainText("where do we meet?");
  await field(page).fill("at home");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("log", { name: "Replies" })).toContainText("at home");
  await page.getByRole("link", { name: "Back to the conversation" }).click();
  await expect(way(page, "where do we meet?")).toContainText("2 replies");
  await said(bob, id, "and when?");
  await page.goto(`/messages/${id}`);
  await expect(row(page, "where do we meet?").getByRole("link", { name: "Reply in thread" })).toHaveCount(0);
  await row(page, "and when?").getByRole("link", { name: "Reply in thread" }).click();
  await expect(page.getByText("No replies yet")).toBeVisible();
  await field(page).fill("at noon");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("log", { name: "Replies" })).toContainText("at noon");
});
