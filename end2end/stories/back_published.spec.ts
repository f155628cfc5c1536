import { post } from "../world/fill.ts";
import { visit } from "../world/group.ts";
import { alive, expect, kept, test } from "../world/index.ts";
import { leads, refuse, still } from "../world/left.ts";
import { people } from "../world/past.ts";
import { comment, opened, published } from "../world/posts.ts";
import { bring, top } from "../world/still.ts";

/** What reads a list or a thread of what is published, people, tags, or reports. */
const PUBLISHED =
  /\/rpc\/(list_posts|read_thread|list_answers|list_comments|compare_revisions|list_tags|trending_tags|list_neighbours|list_reports)/;

test("COM-7 Back and a reload bring tags, posts with a tag and bookmarks as they were left, without a request", async ({ person, server }) => {
  test.setTimeout(180_000);
  const ann = await person("Ann");
  const stamp = ann.handle.slice(-8);
  for (let number = 1; number <= 24; number++) {
    await published(ann, { kind: "post", title: `Note ${number}`, tags: [`${stamp}-notes`, `${stamp}-${number}`] });
  }
  await server.ask(`
    insert into bookmarks (account_id, post_id)
      select p.author_id, p.id from posts p join accounts a on a.id = p.author_id where a.handle = '${ann.handle}'`);
  const page = await opened(ann, "/");
  // So that few tags are more than is seen.
  await page.setViewportSize({ width: 390, height: 480 });
  for (const [path, name] of [
    [`/tags/${stamp}-notes`, "Note 3"],
    ["/bookmarks", "Note 3"],
    [`/tags?q=${stamp}`, new RegExp(`#${stamp}-\\d`)],
  ] as const) {
    await visit(page, path);
    const main = page.getByRole("main");
    const named = main.getByRole("link", { name, exact: true });
    await expect(async () => {
      await page.mouse.wheel(0, 900);
      await expect(named.last()).toBeAttached({ timeout: 200 });
    }).toPass();
    await named.last().scrollIntoViewIfNeeded();
    const way = (await named.last().getAttribute("href"))!;
    const link = main.locator(`a[href="${way}"]`).first();
    const [ways, place] = [await leads(main.getByRole("link")), await page.evaluate(() => scrollY)];
    expect(place).toBeGreaterThan(100);
    const isAsItWas = async () => {
      await expect(link).toBeFocused();
      await expect.poll(async () => Math.abs((await page.evaluate(() => scrollY)) - place)).toBeLessThan(2);
      expect(await leads(main.getByRole("link"))).toEqual(ways);
    };
    await link.click();
    await expect.poll(() => new URL(page.url()).pathname).toBe(way);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const asked = await refuse(page, PUBLISHED);
    await page.goBack();
    await expect.poll(() => page.url().endsWith(path)).toBe(true);
    await isAsItWas();
    await page.reload();
    await alive(page);
    await isAsItWas();
    expect(asked).toEqual([]);
    await page.unroute(PUBLISHED);
  }
});

test("COM-7 who comes back to a list stands at what they deleted, and where that is gone at what is beside it", async ({ person }) => {
  const ann = await person("Ann");
  const [first, second, third] = [await published(ann), await published(ann), await published(ann)];
  const card = (post: string) => page.locator(`[data-key="${post}"]`);
  const page = await opened(ann, `/u/${ann.handle}`);
  await card(second).getByRole("heading").getByRole("link").click();
  await page.getByRole("link", { name: "Delete", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deleted question");
  await page.goBack();
  await expect(card(second)).toBeFocused();

  for (const id of [first, third]) await post(ann, `/api/posts/${id}/bookmark`, {}, "put");
  await visit(page, "/bookmarks");
  await card(third).getByRole("heading").getByRole("link").click();
  await page.getByRole("button", { name: "Bookmark" }).click();
  await expect(page.getByRole("button", { name: "Bookmark" })).toHaveAttribute("aria-pressed", "false");
  await page.goBack();
  await expect(card(third)).toHaveCount(0);
  await expect(card(first)).toBeFocused();
});

test("COM-7 SOC-2 Back and a reload bring who follows somebody as it was left, also without a network", async ({ person, server }) => {
  test.setTimeout(120_000);
  const ann = await person("Ann");
  const handles = await people(server, ann, 60);
  await server.ask(`
    insert into follows (follower_id, followed_id)
      select f.id, a.id from unnest('{${handles}}'::text[]) with ordinality p(handle, place)
        join accounts f on f.handle = p.handle, accounts a where a.handle = '${ann.handle}' order by p.place`);
  const page = await opened(ann, `/u/${ann.handle}/followers`);
  await kept(page);
  const list = page.getByRole("navigation", { name: "Followers", exact: true });
  const rows = list.getByRole("listitem");
  const chosen = list.getByRole("link", { name: /Person 5\b/ });
  await list.hover();
  await expect(async () => {
    await page.mouse.wheel(0, 900);
    await expect(rows).toHaveCount(60, { timeout: 200 });
  }).toPass();
  await chosen.scrollIntoViewIfNeeded();
  const place = await list.evaluate((list) => list.scrollTop);
  const isAsItWas = async () => {
    await expect(rows).toHaveCount(60);
    await expect(chosen).toBeFocused();
    await expect.poll(async () => Math.abs((await list.evaluate((list) => list.scrollTop)) - place)).toBeLessThan(2);
  };
  // What they published is asked for once it is known that nothing of it is kept here, which is after they stand there.
  const read = page.waitForResponse(/list_posts/);
  await chosen.click();
  await expect(page.getByRole("button", { name: "Message" })).toBeVisible();
  await read;
  const asked = await refuse(page, PUBLISHED);
  await page.goBack();
  await isAsItWas();
  await page.reload();
  await alive(page);
  await isAsItWas();
  expect(asked).toEqual([]);
  await page.unroute(PUBLISHED);
  await ann.context.setOffline(true);
  await page.reload();
  await alive(page);
  await isAsItWas();
});

test("COM-7 COM-3 a thread stands there again with what was unfolded and looked back at, and a link to a comment wins", async ({ person }) => {
  test.setTimeout(120_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann, { title: "Which way back?", body: "One.\n\n".repeat(40) });
  for (let number = 1; number <= 9; number++) await comment(bob, id, `Remark ${number}`);
  const last = await comment(ann, id, "The last remark");
  const edited = await ann.context.request.patch(`/api/posts/${id}`, { headers: { Origin: ann.origin }, data: { body: "Two.\n\n".repeat(40) } });
  expect(edited.ok()).toBe(true);
  const page = await opened(ann, `/p/${id}`);
  await page.getByRole("link", { name: /^Show \d+ more$/ }).click();
  const remark = page.getByRole("listitem").filter({ hasText: "Remark 9" });
  await expect(remark).toBeVisible();
  await page.getByRole("link", { name: "History" }).first().click();
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByText("Version 1")).toBeVisible();
  await remark.scrollIntoViewIfNeeded();
  const about = remark.getByRole("link", { name: "Bob" });
  const place = await page.evaluate(() => scrollY);
  const isAsItWas = async () => {
    await expect(remark).toBeInViewport();
    await expect(history.getByText("Version 1")).toBeAttached();
    await expect.poll(async () => Math.abs((await page.evaluate(() => scrollY)) - place)).toBeLessThan(2);
    await expect(about).toBeFocused();
  };
  const read = page.waitForResponse(/list_posts/);
  await about.click();
  await expect(page).toHaveURL(new RegExp(`/u/${bob.handle}$`));
  await read;
  await expect(page.getByRole("button", { name: "Message" })).toBeVisible();
  const asked = await refuse(page, PUBLISHED);
  await page.goBack();
  await isAsItWas();
  expect(asked).toEqual([]);
  await page.unroute(PUBLISHED);
  await page.goto(`/p/${id}/which-way-back#comment-${last}`);
  await alive(page);
  await expect(page.getByRole("listitem").filter({ hasText: "The last remark" })).toBeInViewport();
});

test("COM-7 COM-6 posts stand where they were left after one reload and the next, while what is new waits above them", async ({ person }) => {
  test.setTimeout(120_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const tag = `${ann.handle.slice(-8)}-walks`;
  for (let number = 1; number <= 40; number++) await published(ann, { kind: "post", title: `Walk ${number}`, tags: [tag] });
  const page = await opened(bob, `/tags/${tag}`);
  const read = page.getByRole("feed").getByRole("link", { name: "Walk 12", exact: true });
  await expect(async () => {
    await page.mouse.wheel(0, 900);
    await expect(read).toBeAttached({ timeout: 200 });
  }).toPass();
  // The wheel may still turn.
  await still(read);
  const before = await bring(read);
  await published(ann, { kind: "post", title: "Meanwhile", tags: [tag] });
  const way = page.getByRole("button", { name: "1 new post" });
  await expect(way).toBeVisible();
  for (let turn = 0; turn < 2; turn++) {
    await page.reload();
    await alive(page);
    await expect(way).toBeVisible();
    await expect.poll(async () => Math.abs((await top(read)) - before)).toBeLessThan(2);
  }
});

test("COM-7 Back brings the reports as they were left, without a request", async ({ person, server }) => {
  const [ann, bob, root] = [await person("Ann"), await person("Bob"), await person("Root")];
  await server.ask(`update tertulia.accounts set role = 'moderator' where handle = '${root.handle}'`);
  const words = Array.from({ length: 8 }, (_, number) => `report ${number} of ${bob.handle}`);
  await server.ask(`
    insert into reports (id, reporter_id, account_id, message_id, reason, words, evidence)
      select gen_random_uuid(), a.id, b.id, gen_random_uuid(), 'spam', w, '{"messages": []}'
        from unnest('{${words}}'::text[]) w, accounts a, accounts b where a.handle = '${ann.handle}' and b.handle = '${bob.handle}'`);
  const page = await opened(root, "/admin/reports");
  const about = page.getByRole("article").filter({ hasText: words[0] }).getByRole("link", { name: "Bob" });
  await about.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => scrollY);
  await about.click();
  await expect(page).toHaveURL(new RegExp(`/u/${bob.handle}$`));
  const asked = await refuse(page, /\/rpc\/(list_reports)/);
  await page.goBack();
  await expect(page).toHaveURL(/\/admin\/reports$/);
  await expect(page.getByRole("article").filter({ hasText: words[0] })).toBeInViewport();
  await expect.poll(async () => Math.abs((await page.evaluate(() => scrollY)) - place)).toBeLessThan(2);
  expect(asked).toEqual([]);
});
