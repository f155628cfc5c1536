import type { Page } from "@playwright/test";
import { pair, post } from "../world/fill.ts";
import { visit } from "../world/group.ts";
import { accessible, controlled, expect, kept, type Person, test } from "../world/index.ts";
import { past } from "../world/past.ts";
import { log, online, row, said, say, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";
import { heard, listen } from "../world/voice.ts";

/** What is said of messages: not who is there or writes. */
const NEWS = /^(Ann|Bob)( replied| forwarded)?: |\bnew (message|repl)|message \d|Not sent/;

test("QUA-7 MSG-6 each new message is said once, and nothing of a long history, however one goes through it", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await past(server, ann, id, 1_200);
  await post(bob, `/api/conversations/${id}/read-all`, undefined, "patch");
  const { page } = bob;
  await visit(page, `/messages/${id}`);
  await expect(log(page).getByText("message 1200", { exact: true })).toBeInViewport();
  await listen(page);
  await log(page).focus();
  const highest = async () => {
    await page.keyboard.press("Home");
    return Math.min(...(await said(page)).map((words) => Number(words.split(" ")[1])));
  };
  await expect.poll(highest, { timeout: 60_000 }).toBeLessThan(300);
  // Who is elsewhere hears how much is new, and nothing more on the way there.
  await tell(ann, id, "while he reads");
  await expect.poll(() => heard(page, NEWS)).toEqual(["1 new message"]);
  await page.getByRole("link", { name: "1 new message" }).click();
  await expect(row(page, "while he reads")).toBeInViewport();

  await tell(ann, id, "and now");
  await expect(row(page, "and now")).toBeInViewport();
  await expect.poll(() => heard(page, NEWS)).toEqual(["1 new message", "Ann: and now"]);
  await log(page).focus();
  await page.keyboard.press("Home");
  await expect(row(page, "and now")).not.toBeInViewport();
  await page.keyboard.press("End");
  await expect(row(page, "and now")).toBeInViewport();
  await say(page, "both of them");
  await expect(row(page, "both of them")).toHaveAttribute("data-state", /sent|delivered|read/);
  await tell(ann, id, "at last");
  await expect.poll(() => heard(page, NEWS)).toEqual(["1 new message", "Ann: and now", "Ann: at last"]);
  await accessible(page);
});

test("MSG-2 MSG-3 QUA-7 a message that others come before stays one node from its first sight on, and only theirs are said", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = bob;
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await controlled(page);
  await page.route("**/rpc/operations", async (route) => {
    if (route.request().postData()?.includes("message.send")) await held;
    await route.continue();
  });
  await listen(page);
  await say(page, "as I was saying");
  const mine = row(page, "as I was saying");
  await expect(mine).toHaveAttribute("data-state", "sending");
  await mine.evaluate((node) => ((node as HTMLElement & { mark?: boolean }).mark = true));
  await tell(ann, id, "before that");
  await expect.poll(() => said(page)).toEqual(["before that", "as I was saying"]);
  release();
  await expect(mine).toHaveAttribute("data-state", /sent|delivered|read/);
  expect(await mine.evaluate((node) => (node as HTMLElement & { mark?: boolean }).mark)).toBe(true);
  await expect.poll(() => said(page)).toEqual(["before that", "as I was saying"]);
  await tell(ann, id, "and after it");
  await expect.poll(() => heard(page, NEWS)).toEqual(["Ann: before that", "Ann: and after it"]);
});

test("QUA-7 MSG-5 few messages at once are said in order, many are summed up, and what becomes of them is not new", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = bob;
  await listen(page);
  const first = await tell(ann, id, "one");
  await tell(ann, id, "**two**");
  await expect.poll(() => heard(page, NEWS)).toEqual(["Ann: one", "Ann: two"]);

  await post(ann, `/api/messages/${first}`, { body: "one of many" }, "patch");
  await expect(row(page, "one of many")).toContainText("edited");
  const reacted = await ann.context.request.put(`/api/messages/${first}/reactions/${encodeURIComponent("👍")}`, {
    headers: { Origin: ann.origin },
  });
  expect(reacted.ok()).toBe(true);
  await expect(row(page, "one of many").getByRole("list", { name: "Reactions" })).toBeVisible();
  const deleted = await ann.context.request.delete(`/api/messages/${first}`, { headers: { Origin: ann.origin } });
  expect(deleted.ok()).toBe(true);
  await expect(row(page, "Message deleted")).toHaveCount(1);

  await Promise.all(Array.from({ length: 12 }, (_, place) => tell(ann, id, `of twelve ${place}`)));
  // One of them may be there before the others.
  const told = async () => {
    const lines = (await heard(page, NEWS)).slice(2);
    return lines.reduce((sum, line) => sum + (line.startsWith("Ann: of twelve") ? 1 : Number(/^(\d+) new message/.exec(line)?.[1])), 0);
  };
  await expect.poll(told).toBe(12);
  expect((await heard(page, NEWS)).length).toBeLessThan(2 + 12);
  await tell(ann, id, "the end");
  await expect.poll(async () => (await heard(page, NEWS)).at(-1)).toBe("Ann: the end");
  expect(await heard(page, /^Ann: (one|two)|deleted/)).toEqual(["Ann: one", "Ann: two"]);
});

test("QUA-7 SYN-4 what was missed without a connection, or while nobody looked, is said as a number", async ({ person }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page, context } = bob;
  // A worker that could not be had would be an error of the page.
  await kept(page);
  await listen(page);
  await context.setOffline(true);
  await expect(page.getByRole("status").filter({ hasText: /Offline|Reconnecting/ })).toBeVisible({ timeout: 40_000 });
  for (const words of ["one", "two", "three"]) await tell(ann, id, words);
  await context.setOffline(false);
  await online(page);
  await expect(row(page, "three")).toBeVisible({ timeout: 40_000 });
  await expect.poll(() => heard(page, NEWS)).toEqual(["3 new messages"]);

  await page.evaluate(() => {
    Object.assign(document, { hasFocus: () => false });
    window.dispatchEvent(new Event("blur"));
  });
  for (const words of ["four", "five"]) await tell(ann, id, words);
  await expect(row(page, "five")).toHaveCount(1);
  expect(await heard(page, NEWS)).toEqual(["3 new messages"]);
  await page.evaluate(() => {
    Object.assign(document, { hasFocus: () => true });
    window.dispatchEvent(new Event("focus"));
  });
  await expect.poll(() => heard(page, NEWS)).toEqual(["3 new messages", "2 new messages"]);
});

test("QUA-7 MSG-5 a thread beside its conversation says what is answered, and the conversation what is said", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const root = await tell(ann, id, "where do we meet?");
  await post(ann, "/api/messages", { id: v7(), thread: root, body: "at home?" });
  const { page } = bob;
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/messages/${id}/thread/${root}`);
  await expect(page.getByRole("log", { name: "Replies" })).toContainText("at home?");
  await listen(page);
  await post(ann, "/api/messages", { id: v7(), thread: root, body: "by the river" });
  await expect.poll(() => heard(page, NEWS)).toEqual(["Ann replied: by the river"]);
  await tell(ann, id, "and when?");
  await expect.poll(() => heard(page, NEWS)).toEqual(["Ann replied: by the river", "Ann: and when?"]);
  await accessible(page);
});

test("QUA-7 SYN-8 that a message was refused is said as it happens, and not again as one comes across it", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await past(server, ann, id, 150);
  await post(bob, `/api/conversations/${id}/read-all`, undefined, "patch");
  const { page } = bob;
  await visit(page, `/messages/${id}`);
  await expect(log(page).getByText("message 150", { exact: true })).toBeInViewport();
  const blocked = await ann.context.request.put(`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
  expect(blocked.status()).toBe(204);
  await listen(page);
  await say(page, "why not?");
  await expect(row(page, "why not?").getByRole("alert")).toContainText("You cannot write to this person.");
  await expect.poll(() => heard(page, NEWS)).toEqual([expect.stringContaining("Not sent. ")]);
  await up(page, "why not?");
  await page.keyboard.press("End");
  await expect(row(page, "why not?")).toBeInViewport();
  await expect(row(page, "why not?")).toContainText("You cannot write to this person.");
  await expect(row(page, "why not?").getByRole("alert")).toHaveCount(0);
  expect(await heard(page, NEWS)).toHaveLength(1);
});

/** Goes so far up that the row with these words does not stand in the document any more. */
async function up(page: Page, words: string): Promise<void> {
  await log(page).focus();
  await expect(async () => {
    await page.keyboard.press("Home");
    await expect(row(page, words)).toHaveCount(0, { timeout: 500 });
  }).toPass();
}

/** Says something in a conversation by the API; its id. */
async function tell(person: Person, conversation_id: string, body: string): Promise<string> {
  const { id } = (await post(person, "/api/messages", { id: v7(), conversation_id, body })) as { id: string };
  return id;
}
