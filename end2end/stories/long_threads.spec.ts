import { post } from "../world/fill.ts";
import { alive, expect, test, type Person } from "../world/index.ts";
import { answer, comment, opened, published } from "../world/posts.ts";
import type { Server } from "../world/server.ts";
import { v7 } from "../world/uuid.ts";

/** A question of somebody's with so many answers of somebody else's, the first the oldest; their ids. */
async function answered(server: Server, asker: Person, author: Person, number: number): Promise<[string, string[]]> {
  const id = await published(asker, { title: "Which of many?" });
  const answers = Array.from({ length: number }, () => v7());
  await server.ask(`
    insert into answers (id, post_id, author_id, body, at)
      select a.id, '${id}', p.id, 'Way ' || a.n, now() - interval '1 hour' + a.n * interval '1 second'
        from unnest('{${answers}}'::uuid[]) with ordinality a(id, n), accounts p where p.handle = '${author.handle}'`);
  return [id, answers];
}

/** Comments on an answer in somebody's name, perhaps as a reply; the id of the comment. */
async function remark(person: Person, answer: string, body: string, replyTo?: string): Promise<string> {
  const id = v7();
  await post(person, `/api/answers/${answer}/comments`, { id, body, reply_to: replyTo });
  return id;
}

test("COM-11 COM-2 COM-3 without JavaScript a long thread is read to its end and back, in the order that one chose", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann", { javaScriptEnabled: false }), await person("Bob")];
  const [id, answers] = await answered(server, bob, bob, 45);
  for (let number = 1; number <= 8; number++) await remark(bob, answers[44], `Remark ${number}`);
  const { page } = ann;
  const said = page.getByRole("article", { name: "Answer by Bob" });
  const way = (name: string) => page.getByRole("link", { name });
  const led = (rel: string) => page.locator(`link[rel=${rel}]`);
  await page.goto(`/p/${id}`);
  await way("Oldest").click();
  await expect(said).toHaveCount(20);
  await expect(said.first()).toContainText("Way 1");
  await expect(way("Previous answers")).toHaveCount(0);
  await expect(led("prev")).toHaveCount(0);
  await expect(led("canonical")).toHaveAttribute("href", new RegExp(`/p/${id}/which-of-many$`));
  await way("More answers").click();
  await expect(said.first()).toContainText("Way 21");
  await expect(led("canonical")).toHaveAttribute("href", new RegExp("sort=oldest&cursor="));
  await expect(way("Oldest")).toHaveAttribute("aria-current", "page");
  await way("More answers").click();
  await expect(said).toHaveCount(5);
  await expect(way("More answers")).toHaveCount(0);
  await expect(led("next")).toHaveCount(0);
  const last = page.locator(`#answer-${answers[44]}`);
  await expect(last.getByRole("listitem")).toHaveCount(5);
  await last.getByRole("link", { name: "Show 3 more" }).click();
  await expect(last.getByRole("listitem")).toHaveCount(8);
  await expect(last).toBeInViewport();
  await expect(way("Oldest")).toHaveAttribute("aria-current", "page");
  await last.getByRole("link", { name: "Comment", exact: true }).click();
  await last.getByRole("textbox", { name: "Comment" }).fill("Thank you");
  await last.getByRole("button", { name: "Comment" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Thank you" })).toBeInViewport();

  await page.goto(`/p/${id}?sort=oldest&at=answer-${answers[30]}#answer-${answers[30]}`);
  await expect(page.locator(`#answer-${answers[30]}`)).toBeInViewport();
  await expect(way("Oldest")).toHaveAttribute("aria-current", "page");
  await way("Previous answers").click();
  await expect(said.first()).toContainText("Way 11");
  await way("Previous answers").click();
  await expect(said.first()).toContainText("Way 1");
  await expect(way("Previous answers")).toHaveCount(0);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`COM-3 COM-11 ${how} JavaScript one comes to the last of more comments than are read at once`, async ({ person, server }) => {
    const [ann, bob] = [await person("Ann", { javaScriptEnabled }), await person("Bob")];
    const id = await published(bob);
    await server.ask(`
      insert into comments (id, post_id, author_id, body, at)
        select gen_random_uuid(), '${id}', p.id, 'Remark ' || n || '.', now() - interval '1 hour' + n * interval '1 second'
          from generate_series(1, 310) n, accounts p where p.handle = '${bob.handle}'`);
    const { page } = ann;
    await page.goto(`/p/${id}`);
    if (javaScriptEnabled) await alive(page);
    await page.getByRole("link", { name: "Show 305 more" }).click();
    await expect(page.getByText("Remark 300.")).toBeAttached();
    await expect(page.getByText("Remark 301.")).toHaveCount(0);
    if (javaScriptEnabled) await expect(page.getByRole("listitem").filter({ hasText: "Remark 6." })).toBeFocused();
    await page.getByRole("link", { name: javaScriptEnabled ? "Show 10 more" : /^Show \d+ more$/ }).click();
    await expect(page.getByText("Remark 310.")).toBeAttached();
    await expect(page.getByRole("link", { name: /^Show \d+ more$/ })).toHaveCount(0);
    if (javaScriptEnabled) await expect(page.getByRole("listitem").filter({ hasText: "Remark 301." })).toBeFocused();
  });
}

test("COM-11 COM-4 without JavaScript who votes, accepts and comments further down stays there, in the order that they chose", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann", { javaScriptEnabled: false }), await person("Bob")];
  const [id, answers] = await answered(server, ann, bob, 45);
  const { page } = ann;
  await page.goto(`/p/${id}?sort=newest`);
  await page.getByRole("link", { name: "More answers" }).click();
  const said = page.getByRole("article", { name: "Answer by Bob" });
  await expect(said.first()).toContainText("Way 25");
  const one = page.locator(`#answer-${answers[10]}`);
  await one.getByRole("button", { name: "Upvote" }).click();
  await expect(one.getByRole("button", { name: "Upvote" })).toHaveAttribute("aria-pressed", "true");
  const stays = async () => {
    await expect(said.first()).toContainText("Way 25");
    await expect(page.getByRole("link", { name: "Newest" })).toHaveAttribute("aria-current", "page");
  };
  await stays();
  await one.getByRole("button", { name: "Accept" }).click();
  await expect(one).toContainText("Accepted answer");
  await stays();
  await one.getByRole("link", { name: "Comment", exact: true }).click();
  await one.getByRole("textbox", { name: "Comment" }).fill("Thank you");
  await one.getByRole("button", { name: "Comment" }).click();
  await expect(one).toContainText("Thank you");
  await stays();
  await page.getByRole("button", { name: "Bookmark" }).click();
  await expect(page.getByRole("button", { name: "Bookmark" })).toHaveAttribute("aria-pressed", "true");
  await stays();
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`NOT-2 COM-7 ${how} JavaScript a notification leads to an answer on the third page and to a reply that is folded`, async ({ person, server }) => {
    const [ann, bob] = [await person("Ann", { javaScriptEnabled }), await person("Bob")];
    const [id] = await answered(server, ann, bob, 49);
    const far = await answer(bob, id, "The last way");
    const own = await comment(ann, id, "Which is the shortest?");
    for (let number = 1; number <= 8; number++) await comment(bob, id, `Remark ${number}`);
    const reply = v7();
    await post(bob, `/api/posts/${id}/comments`, { id: reply, body: "The first", reply_to: own });
    const mine = await remark(ann, far, "How far?");
    for (let number = 1; number <= 6; number++) await remark(bob, far, `Step ${number}`);
    const below = await remark(bob, far, "Not far", mine);
    const { page } = ann;
    for (const place of [`answer-${far}`, `comment-${reply}`, `comment-${below}`]) {
      // Whoever looked at the thread before has its beginning at hand.
      await page.goto(`/p/${id}`);
      if (javaScriptEnabled) await alive(page);
      await page.goto("/notifications");
      if (javaScriptEnabled) await alive(page);
      const told = page.getByRole("link").and(page.locator(`[href$="#${place}"]`));
      await told.first().click();
      await expect(page).toHaveURL(new RegExp(`at=${place}#${place}$`));
      await expect(page.locator(`#${place}`)).toBeInViewport();
      if (javaScriptEnabled) await expect(page.locator(`#${place}`)).toBeFocused();
    }
  });
}

test("COM-7 COM-2 a link to an answer far down scrolls to it, leads on from there, and Back brings what was left", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const [id, answers] = await answered(server, bob, bob, 70);
  const page = await opened(ann, `/p/${id}?sort=oldest&at=answer-${answers[30]}#answer-${answers[30]}`);
  await expect(page.locator(`#answer-${answers[30]}`)).toBeInViewport();
  const said = page.getByRole("article", { name: "Answer by Bob" });
  await expect(async () => {
    await page.mouse.wheel(0, 2_000);
    await expect(said).toHaveCount(40, { timeout: 200 });
  }).toPass();
  const link = said.nth(39).getByRole("link", { name: "Bob", exact: true });
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await expect(page).toHaveURL(new RegExp(`/u/${bob.handle}$`));
  await page.goBack();
  await expect(said.nth(39)).toBeInViewport();
  await page.getByRole("link", { name: "Previous answers" }).click();
  await expect(page.locator(`#answer-${answers[0]}`).or(page.locator(`#answer-${answers[10]}`)).first()).toBeVisible();
  await page.goto(`/p/${id}?sort=oldest`);
  await alive(page);
  await expect(said.first(), "what began further down is not what is kept").toContainText("Way 1");
});
