import type { Page } from "@playwright/test";
import { fill, post } from "../world/fill.ts";
import { controlled, expect, test } from "../world/index.ts";
import { answer, comment, opened, published, remark } from "../world/posts.ts";
import { answers, bring, LONG, painted, top } from "../world/still.ts";
import { another } from "../world/tabs.ts";
import { composer, log, online, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

/** How far what is seen has moved by itself since this is called, as the browser reckons it. */
async function shifts(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const told = window as unknown as { moved: number };
    told.moved = 0;
    new PerformanceObserver((list) => {
      type Shift = { value: number; sources: { previousRect: DOMRect; currentRect: DOMRect }[] };
      // What grows or shrinks above what it holds moves nothing of that: its lower edge stays.
      const isSeen = ({ sources }: Shift) => sources.some(({ previousRect: was, currentRect: is }) => was.bottom !== is.bottom || was.x !== is.x);
      for (const entry of list.getEntries() as unknown as Shift[]) if (isSeen(entry)) told.moved += entry.value;
    }).observe({ type: "layout-shift" });
  });
  return () => page.evaluate(() => (window as unknown as { moved: number }).moved);
}

for (const [where, viewport] of [["a desk", { width: 1280, height: 900 }], ["a phone", { width: 390, height: 844 }]] as const) {
  test(`COM-3 COM-2 QUA-7 a comment that comes above an answer which is read waits, is told, and is shown by keys on ${where}`, async ({ person }) => {
    const [ann, bob] = [await person("Ann"), await person("Bob", { viewport })];
    const id = await published(ann);
    await answer(ann, id, "Along the bridge.");
    const page = await opened(bob, `/p/${id}`);
    const [said, before] = [answers(page).first(), await top(answers(page).first())];
    await comment(ann, id, "Which river?");
    const way = page.getByRole("button", { name: "1 new comment" });
    await expect(way).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "1 new comment" })).toHaveCount(1);
    await expect(page.getByText("Which river?")).toHaveCount(0);
    await comment(ann, id, "And which bank?");
    await expect(page.getByRole("button", { name: "2 new comments" })).toBeVisible();
    await expect(page.getByRole("link", { name: /^Show \d+ more$/ })).toHaveCount(0);
    expect(await top(said)).toBe(before);
    await page.getByRole("button", { name: "2 new comments" }).press("Enter");
    await expect(page.getByText("And which bank?")).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "Which river?" })).toBeFocused();
    await expect(page.getByRole("button", { name: /new comment/ })).toHaveCount(0);
  });
}

test("SYN-11 COM-3 what one says in another tab waits too where it would move what is read, and is there at once where one said it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  await answer(ann, id, "Along the bridge.");
  const page = await opened(bob, `/p/${id}`);
  const other = await another(bob);
  await online(other);
  const before = await top(answers(other).first());
  await page.getByRole("link", { name: "Comment", exact: true }).first().click();
  await page.getByRole("textbox", { name: "Comment" }).fill("Which river?");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "Which river?" })).toBeFocused();
  await expect(other.getByRole("button", { name: "1 new comment" })).toBeVisible();
  expect(await top(answers(other).first())).toBe(before);
  await other.getByRole("button", { name: "1 new comment" }).click();
  await expect(other.getByRole("listitem").filter({ hasText: "Which river?" })).toBeFocused();
});

test("COM-3 COM-2 what comes below all that is read is there at once", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const page = await opened(bob, `/p/${id}`);
  await comment(ann, id, "Which river?");
  await expect(page.getByText("Which river?")).toBeVisible();
  const first = await answer(ann, id, "Along the bridge.");
  await expect(answers(page)).toHaveCount(1);
  await remark(ann, first, "Which bridge?");
  await expect(page.getByText("Which bridge?")).toBeVisible();
  const before = await top(answers(page).first());
  await answer(ann, id, "By the mill.");
  await expect(answers(page)).toHaveCount(2);
  expect(await top(answers(page).first())).toBe(before);
});

test("COM-3 what comes on something that is scrolled past is there at once, and what is read stays where it is", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann, { body: LONG });
  await answer(ann, id, LONG);
  const page = await opened(bob, `/p/${id}`);
  const read = answers(page).getByText("Paragraph 9 of many.");
  const before = await bring(read);
  await comment(ann, id, "Which river?");
  await expect(page.getByText("Which river?")).toHaveCount(1);
  await expect.poll(() => top(read)).toBe(before);
  await post(ann, `/api/posts/${id}`, { body: `${LONG}\n\n${LONG}` }, "patch");
  await expect(page.getByText("Paragraph 9 of many.")).toHaveCount(3);
  await expect.poll(() => top(read)).toBe(before);
});

test("COM-3 what waits is there once nothing moves by it any more, as it is scrolled past", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  await answer(ann, id, LONG);
  const page = await opened(bob, `/p/${id}`);
  await comment(ann, id, "Which river?");
  await expect(page.getByRole("button", { name: "1 new comment" })).toBeVisible();
  const read = answers(page).getByText("Paragraph 20 of many.");
  const before = await bring(read);
  await expect(page.getByText("Which river?")).toHaveCount(1);
  await expect.poll(() => top(read)).toBe(before);
});

test("COM-1 COM-3 what says something else above an answer which is read keeps its room, and is seen as a whole when one asks", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  await comment(ann, id, "Which river?\n\nThe long one?");
  const last = await comment(ann, id, "And which bank?\n\nThe far one?");
  await answer(ann, id, LONG);
  const page = await opened(bob, `/p/${id}`);
  const [said, before] = [answers(page).first(), await top(answers(page).first())];
  await post(ann, `/api/posts/${id}`, { body: "By the river?\n\nOr by the mill?\n\nOr over the hill?" }, "patch");
  await expect(page.getByText("Or over the hill?")).toBeAttached();
  const all = page.getByRole("button", { name: "Show all" });
  await expect(all).toBeVisible();
  expect(await top(said)).toBe(before);
  const gone = await ann.context.request.delete(`/api/comments/${last}`, { headers: { Origin: ann.origin } });
  expect(gone.ok()).toBe(true);
  await expect(page.locator(`#comment-${last}`)).toContainText("Deleted");
  expect(await top(said)).toBe(before);
  await all.click();
  await expect(all).toHaveCount(0);
  expect(await top(said)).toBeGreaterThan(before);
  const room = page.locator(`#comment-${last} [data-kept-room]`);
  await expect(room).toHaveCount(1);
  await bring(said.getByText("Paragraph 30 of many."));
  await expect(room).toHaveCount(0);
});

test("COM-2 an answer that comes stands where the order has it: before others it waits, and behind what was not read it comes with that", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  await answer(ann, id, "The first way");
  const page = await opened(bob, `/p/${id}?sort=newest`);
  const before = await top(answers(page).first());
  await answer(ann, id, "The second way");
  const way = page.getByRole("button", { name: "1 new answer" });
  await expect(way).toBeVisible();
  await expect(page.getByRole("heading", { name: "2 answers" })).toBeVisible();
  expect(await top(answers(page).first())).toBe(before);
  await way.click();
  await expect(answers(page)).toHaveCount(2);
  await expect(answers(page).first()).toContainText("The second way");
  await expect(answers(page).first()).toBeFocused();

  await server.ask(`
    insert into answers (id, post_id, author_id, body, at)
      select gen_random_uuid(), '${id}', p.id, 'Way ' || n, now() - interval '1 hour' + n * interval '1 second'
        from generate_series(1, 20) n, accounts p where p.handle = '${ann.handle}'`);
  await controlled(page);
  await page.route("**/rpc/list_answers*", (route) => route.abort());
  await opened(bob, `/p/${id}?sort=oldest`);
  await expect(answers(page)).toHaveCount(20);
  await answer(ann, id, "The last way");
  await expect(page.getByRole("heading", { name: "23 answers" })).toBeVisible();
  await expect(page.getByText("The last way")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /new answer/ })).toHaveCount(0);
});

test("SYN-4 QUA-7 on a phone nothing of a conversation moves as its connection is told of, nor of the list", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { viewport: { width: 390, height: 844 } }), await person("Bob")];
  const id = await together(ann, bob);
  await fill(bob, id, 30);
  const { page } = ann;
  const parts = [page.locator("section header").first(), log(page).locator("[data-message]").last(), composer(page)];
  await expect(parts[1]).toContainText("message 30");
  const [before, moved] = [await Promise.all(parts.map(top)), await shifts(page)];
  await ann.context.setOffline(true);
  const notice = page.getByRole("status").filter({ hasText: /Offline|Reconnecting/ });
  await expect(notice).toBeVisible({ timeout: 40_000 });
  expect(await Promise.all(parts.map(top))).toEqual(before);
  await ann.context.setOffline(false);
  await expect(notice).toHaveCount(0, { timeout: 40_000 });
  expect(await Promise.all(parts.map(top))).toEqual(before);
  expect(await moved()).toBeLessThan(0.01);

  await page.getByRole("link", { name: /Back/ }).first().click();
  const entry = page.getByRole("navigation", { name: "Conversations" }).getByRole("link").first();
  await expect(entry).toBeVisible();
  const there = await top(entry);
  await ann.context.setOffline(true);
  await expect(notice).toBeVisible({ timeout: 40_000 });
  expect(await top(entry)).toBe(there);
});

test("SYN-4 COM-3 what one reads of a thread stays where it is as the connection is told of, and its beginning is not hidden", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob", { viewport: { width: 390, height: 844 } })];
  const id = await published(ann, { body: LONG });
  const page = await opened(bob, `/p/${id}`);
  const [heading, read] = [page.getByRole("heading", { level: 1 }), page.getByText("Paragraph 9 of many.")];
  const notice = page.getByRole("status").filter({ hasText: /Offline|Reconnecting/ });
  for (const down of [0, 300]) {
    await page.evaluate((down) => window.scrollTo(0, down), down);
    const before = await top(read);
    await bob.context.setOffline(true);
    await expect(notice).toBeVisible({ timeout: 40_000 });
    if (down === 0) {
      await painted(page);
      expect(await page.evaluate(() => scrollY)).toBe(0);
      const { y, height } = (await notice.boundingBox())!;
      expect(await top(heading)).toBeGreaterThanOrEqual(Math.floor(y + height));
    } else {
      await expect.poll(() => top(read)).toBe(before);
    }
    await bob.context.setOffline(false);
    await expect(notice).toHaveCount(0, { timeout: 40_000 });
    await expect.poll(() => top(read)).toBe(before);
  }
});

test("SYN-8 QUA-7 what is said of two acts without a network is said once", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const page = await opened(bob, `/p/${id}`);
  await bob.context.setOffline(true);
  await expect(page.getByRole("status").filter({ hasText: /Offline|Reconnecting/ })).toBeVisible({ timeout: 40_000 });
  for (const words of ["Which river?", "And which bank?"]) {
    await page.getByRole("link", { name: "Comment", exact: true }).first().click();
    await page.getByRole("textbox", { name: "Comment" }).fill(words);
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("listitem").filter({ hasText: words })).toBeVisible();
    await expect(page.getByText("Kept here until the server can be reached.")).toHaveCount(1);
  }
});

test("COM-3 a reply to a comment that was not read says so, and leads to it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const first = await answer(ann, id, "Along the bridge.");
  for (let number = 1; number <= 8; number++) await remark(ann, first, `Remark ${number}`);
  const folded = await remark(ann, first, "The folded one");
  const page = await opened(bob, `/p/${id}`);
  await expect(page.getByRole("link", { name: "Show 4 more" })).toBeVisible();
  // Said on another device, one's own stands among the first.
  await remark(bob, first, "Mine to that", folded);
  const reply = page.getByRole("listitem").filter({ hasText: "Mine to that" });
  await reply.getByRole("link", { name: "in reply to a comment" }).click();
  await expect(page.locator(`#comment-${folded}`)).toBeInViewport();
  await expect(reply).toContainText("in reply to Ann");
});

test("SOC-4 COM-2 COM-6 what was read while somebody was blocked has what they said once they are so no longer", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const block = async (method: "put" | "delete") => {
    const done = await ann.context.request[method](`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
    expect(done.status()).toBe(204);
  };
  const tag = `walks-${v7().slice(-8)}`;
  const id = await published(cleo, { title: "By the mill", tags: [tag] });
  await published(bob, { title: "Over the hill", tags: [tag] });
  await published(cleo, { title: "Along the bridge", tags: [tag] });
  await answer(bob, id, "Over the hill.");
  await block("put");
  const page = await opened(ann, `/p/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("By the mill");
  await expect(answers(page)).toHaveCount(0);
  await block("delete");
  await expect(page.getByRole("article", { name: "Answer by Bob" })).toBeVisible();

  await block("put");
  await opened(ann, `/tags/${tag}`);
  const titles = page.getByRole("feed").getByRole("article").getByRole("heading");
  await expect(titles).toHaveText(["Along the bridge", "By the mill"]);
  await block("delete");
  await page.getByRole("button", { name: "1 new post" }).click();
  await expect(titles).toHaveText(["Along the bridge", "Over the hill", "By the mill"]);

  await block("put");
  await opened(ann, `/tags/${tag}`);
  await expect(titles).toHaveText(["Along the bridge", "By the mill"]);
  await page.getByRole("link", { name: "By the mill", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/p/${id}/`));
  await block("delete");
  await expect(page.getByRole("article", { name: "Answer by Bob" })).toBeVisible();
  // What had stood here before has its place again.
  await page.goBack();
  await expect(titles).toHaveText(["Along the bridge", "Over the hill", "By the mill"]);
});
