import { accessible, alive, expect, type Person, test } from "../world/index.ts";
import { opened, published } from "../world/posts.ts";
import { online } from "../world/talk.ts";

/** So many posts with a tag of their own, by these people in turn: nobody publishes more than thirty a minute. */
async function many(count: number, ...people: Person[]): Promise<string> {
  const tag = `walks-${people[0].handle.slice(-8)}`;
  for (let number = 1; number <= count; number++) {
    await published(people[number % people.length], { kind: "post", title: `Walk ${number}`, tags: [tag] });
  }
  return tag;
}

async function follow(who: Person, whom: Person): Promise<void> {
  const answer = await who.context.request.put(`/api/accounts/${whom.handle}/follow`, { headers: { Origin: who.origin } });
  expect(answer.status()).toBe(204);
}

test("COM-6 what comes while one reads waits behind a pill, and moves nothing until it is pressed", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const tag = await many(2, ann);
  const page = await opened(bob, `/tags/${tag}`);
  const articles = page.getByRole("feed").getByRole("article");
  await expect(articles).toHaveCount(2);
  await published(ann, { kind: "post", title: "Walk 3", tags: [tag] });
  await published(ann, { kind: "post", title: "Walk 4", tags: [tag] });
  const pill = page.getByRole("button", { name: "2 new posts" });
  await expect(pill).toBeVisible();
  await expect(articles.first()).toContainText("Walk 2");
  await pill.click();
  await expect(articles.first()).toContainText("Walk 4");
  await expect(articles).toHaveCount(4);
  await expect(pill).toBeHidden();
});

test("COM-6 on the page of questions what comes is a question, and in an empty list it lies over nothing", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const page = await opened(bob, "/questions");
  await published(ann, { title: "Which way?" });
  await expect(page.getByRole("button", { name: "1 new question", exact: true })).toBeVisible();
  const tag = `walks-${ann.handle.slice(-8)}`;
  await page.goto(`/tags/${tag}`);
  await alive(page);
  await online(page);
  const words = page.getByText("Nothing is published with this tag.");
  await expect(words).toBeVisible();
  await published(ann, { kind: "post", title: "Walk 1", tags: [tag] });
  const pill = await page.getByRole("button", { name: "1 new post" }).boundingBox();
  const heading = await page.getByRole("heading", { name: "Nothing here yet" }).boundingBox();
  expect(pill).not.toBeNull();
  // The picture of 64 pixels stands above the words.
  expect((pill?.y ?? 0) + (pill?.height ?? 0)).toBeLessThan((heading?.y ?? 0) - 64);
});

test("SOC-4 COM-6 nothing comes of somebody whom one has blocked", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const tag = await many(1, cleo);
  const blocked = await bob.context.request.put(`/api/accounts/${ann.handle}/block`, { headers: { Origin: bob.origin } });
  expect(blocked.ok()).toBe(true);
  const page = await opened(bob, `/tags/${tag}`);
  await published(ann, { kind: "post", title: "Walk 2", tags: [tag] });
  await published(cleo, { kind: "post", title: "Walk 3", tags: [tag] });
  await page.getByRole("button", { name: "1 new post" }).click();
  await expect(page.getByRole("feed").getByRole("article").getByRole("heading")).toHaveText(["Walk 3", "Walk 1"]);
});

test("COM-6 COM-7 a list goes on before its end, and stands as it was left when one comes back", async ({ person }) => {
  test.setTimeout(120_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const tag = await many(45, ann, bob);
  const page = await opened(ann, `/tags/${tag}`);
  const articles = page.getByRole("feed").getByRole("article");
  await expect(articles.first()).toHaveAttribute("aria-posinset", "1");
  await articles.last().scrollIntoViewIfNeeded();
  await expect.poll(() => articles.count()).toBeGreaterThan(20);
  await articles.last().scrollIntoViewIfNeeded();
  await expect(articles).toHaveCount(45);
  await page.getByRole("link", { name: "Walk 10", exact: true }).scrollIntoViewIfNeeded();
  const left = await page.evaluate(() => scrollY);
  await page.getByRole("link", { name: "Walk 10", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Walk 10" })).toBeVisible();
  await page.goBack();
  await expect(articles).toHaveCount(45);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(left - 200);
  await expect(page.getByRole("link", { name: "Walk 10", exact: true })).toBeInViewport();
});

test("COM-6 without JavaScript a link leads to the next twenty", async ({ person, browser, server }) => {
  test.setTimeout(90_000);
  const ann = await person("Ann");
  const tag = await many(21, ann);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`/tags/${tag}`);
  await expect(page.getByRole("article")).toHaveCount(20);
  await page.getByRole("link", { name: "More posts" }).click();
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(page.getByRole("article")).toContainText("Walk 1");
  await page.getByRole("link", { name: "Newest posts" }).click();
  await expect(page.getByRole("article")).toHaveCount(20);
  await context.close();
});

test("COM-6 COM-5 the feeds, the questions, the tags and a person's posts are one press away", async ({ person }) => {
  const ann = await person("Ann");
  const tag = `paths-${ann.handle.slice(-8)}`;
  await published(ann, { title: "Which path?", tags: [tag], body: `Ask #${tag}` });
  const page = await opened(ann, "/");
  await expect(page.getByRole("feed", { name: "Posts" }).getByRole("article").first()).toContainText("Which path?");
  const main = page.getByRole("navigation", { name: "Main" });
  await main.getByRole("link", { name: "Questions" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Questions" })).toBeVisible();
  await page.getByRole("link", { name: "Unanswered" }).click();
  await expect(page).toHaveURL(/show=unanswered/);
  await expect(page.getByRole("article").first()).toContainText("Which path?");
  await main.getByRole("link", { name: "Home" }).click();
  await page.getByRole("link", { name: "Top", exact: true }).click();
  await page.getByRole("link", { name: "Day" }).click();
  await expect(page).toHaveURL(/span=day/);
  await page.goto(`/u/${ann.handle}`);
  await alive(page);
  await expect(page.getByRole("feed", { name: "Posts" })).toContainText("Which path?");
  await page.getByRole("link", { name: `#${tag}` }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: `#${tag}` })).toBeVisible();
});

test("COM-6 COM-13 Home leads to questions where the frame does not, and a shortcut does everywhere", async ({ person }) => {
  const page = await opened(await person("Ann"), "/");
  const tab = page.getByRole("navigation", { name: "Feeds" }).getByRole("link", { name: "Questions" });
  const rail = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Questions" });
  for (const [width, inTabs] of [[1280, false], [1024, false], [1023, true], [390, true]] as const) {
    await page.setViewportSize({ width, height: 844 });
    await expect(tab).toHaveCount(inTabs ? 1 : 0);
    await expect(rail).toHaveCount(inTabs ? 0 : 1);
    await page.keyboard.press("g");
    await page.keyboard.press("q");
    await expect(page).toHaveURL(/\/questions$/);
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  }
  await tab.click();
  await expect(page.getByRole("heading", { level: 1, name: "Questions" })).toBeVisible();
});

test("COM-5 beside Home stand the tags that people write about in these days", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const tag = `lively-${ann.handle.slice(-8)}`;
  for (const someone of [ann, bob, cleo]) await published(someone, { tags: [tag] });
  const page = await opened(ann, "/");
  const beside = page.getByRole("complementary", { name: "People and tags" });
  await expect(beside.getByRole("heading", { name: "Trending tags" })).toBeVisible();
  await beside.getByRole("link", { name: `#${tag}`, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `#${tag}` })).toBeVisible();
  await page.goBack();
  await beside.getByRole("link", { name: "All tags" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tags" })).toBeVisible();
});

test("COM-6 Home has what those say whom one follows, and what they say since waits behind a pill", { tag: "@main" }, async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  await published(bob, { kind: "post", title: "By the river" });
  await published(cleo, { kind: "post", title: "Over the hill" });
  await follow(ann, bob);
  const page = await opened(ann, "/");
  const titles = page.getByRole("feed").getByRole("article").getByRole("heading");
  await expect(titles).toHaveText(["By the river"]);
  await accessible(page);
  await published(cleo, { kind: "post", title: "Along the wall" });
  await published(bob, { kind: "post", title: "Through the wood" });
  await page.getByRole("button", { name: "1 new post" }).click();
  await expect(titles).toHaveText(["Through the wood", "By the river"]);

  await ann.context.setOffline(true);
  await published(cleo, { kind: "post", title: "Down the lane" });
  await published(bob, { kind: "post", title: "Up the stairs" });
  await ann.context.setOffline(false);
  await page.getByRole("button", { name: "1 new post" }).click({ timeout: 30_000 });
  await expect(titles).toHaveText(["Up the stairs", "Through the wood", "By the river"]);
  await page.getByRole("link", { name: "Latest" }).click();
  await expect(page).toHaveURL(/show=latest/);
  await expect(page.getByRole("link", { name: "Down the lane", exact: true })).toBeVisible();
});

test("COM-6 SOC-1 Home leads on who follows nobody, and has what somebody said as soon as they are followed", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await published(bob, { kind: "post", title: "By the river" });
  const page = await opened(ann, "/");
  await expect(page.getByRole("heading", { name: "Nothing here yet" })).toBeVisible();
  await follow(ann, bob);
  await expect(page.getByRole("link", { name: "By the river", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /new post/ })).toBeHidden();
});

test("COM-6 without JavaScript Home has what those say whom one follows, and leads to all else", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { javaScriptEnabled: false }), await person("Bob")];
  await published(bob, { kind: "post", title: "By the old mill" });
  const { page } = ann;
  await page.goto("/");
  await page.getByRole("link", { name: "See what everybody writes" }).click();
  await expect(page.getByRole("link", { name: "By the old mill", exact: true })).toBeVisible();
  await follow(ann, bob);
  await page.getByRole("link", { name: "Following", exact: true }).click();
  await expect(page.getByRole("article")).toHaveCount(1);
});

test("COM-6 Page Down goes from one article to the next", async ({ person }) => {
  const ann = await person("Ann");
  const tag = await many(3, ann);
  const page = await opened(ann, `/tags/${tag}`);
  const articles = page.getByRole("feed").getByRole("article");
  await articles.first().focus();
  await page.keyboard.press("PageDown");
  await expect(articles.nth(1)).toBeFocused();
  await page.keyboard.press("PageUp");
  await expect(articles.first()).toBeFocused();
});
