import type { Locator, Page } from "@playwright/test";
import { held } from "../world/device.ts";
import { post } from "../world/fill.ts";
import { accessible, alive, controlled, expect, kept, type Person, test } from "../world/index.ts";
import { follow, notices } from "../world/notifications.ts";
import { opened, published } from "../world/posts.ts";
import { copies, stored } from "../world/store.ts";
import { v7 } from "../world/uuid.ts";

/** A list, what stands in it, and the name of its copy. */
interface List {
  path: string;
  words: RegExp;
  copy: RegExp;
}

/** The headings of the posts on a page. */
function titles(page: Page): Locator {
  return page.getByRole("feed").getByRole("article").getByRole("heading");
}

/** What says of when a list is. */
function age(page: Page): Locator {
  return page.getByText(/^Last updated /);
}

/** What says that a list was never seen here. */
function unseen(page: Page): Locator {
  return page.getByRole("alert").filter({ hasText: "needs a network" });
}

/** Somebody who looks at a list, once the browser keeps it. */
async function seen(person: Person, { path, words, copy }: List): Promise<void> {
  const page = await opened(person, path);
  await expect(page.getByRole("main").getByText(words).first()).toBeVisible();
  await expect.poll(async () => (await copies(page)).some((name) => copy.test(name))).toBe(true);
}

/**
 * A question of Bob's, who follows Ann and whom she follows, and each list in which she finds it, or him. Among the best of a
 * day may stand others.
 */
async function world(ann: Person, bob: Person): Promise<List[]> {
  const tag = `tunnels-${v7().slice(-8)}`;
  const question = await published(bob, { title: "Through the tunnel?", tags: [tag] });
  await post(ann, `/api/posts/${question}/vote`, { value: 1 }, "put");
  await follow(ann, bob);
  await follow(bob, ann);
  await post(ann, `/api/posts/${question}/bookmark`, {}, "put");
  const [words, bobs] = [/^Through the tunnel\?$/, `/u/${bob.handle}`];
  return [
    { path: "/", words, copy: /^feeds\/posts Following$/ },
    { path: "/?show=latest", words, copy: /^feeds\/posts Latest$/ },
    { path: "/?show=top&span=day", words: /^Day$/, copy: /^feeds\/posts Top\(Day\)$/ },
    { path: "/questions", words, copy: /^feeds\/posts Questions$/ },
    { path: "/questions?show=unanswered", words, copy: /^feeds\/posts Unanswered$/ },
    { path: `/tags/${tag}`, words, copy: new RegExp(`^feeds/posts Tag\\("${tag}"\\)$`) },
    { path: bobs, words, copy: /^feeds\/posts Person/ },
    { path: "/bookmarks", words, copy: /^feeds\/posts Bookmarks$/ },
    { path: `/tags?q=${tag}`, words: new RegExp(`^#${tag}$`), copy: new RegExp(`^tags/${tag}$`) },
    { path: `${bobs}/followers`, words: /^Ann$/, copy: new RegExp(`^people of lists/followers ${bob.handle}$`) },
    { path: `${bobs}/following`, words: /^Ann$/, copy: new RegExp(`^people of lists/following ${bob.handle}$`) },
    { path: "/notifications", words: /followed you/, copy: /^notifications\/$/ },
  ];
}

test("SYN-7 SYN-10 every list that one has seen opens without a network, in a new tab too, and says of when it is", async ({ person }) => {
  test.setTimeout(180_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page, context } = ann;
  const lists = await world(ann, bob);
  for (const list of lists) await seen(ann, list);
  const ofBob = ["profiles", "people in the graph", "earned"].map((name) => `${name}/${bob.handle}`);
  for (const beside of [...ofBob, "lively tags/", "suggestions/own"]) {
    await expect.poll(async () => (await copies(page)).includes(beside)).toBe(true);
  }
  await kept(page);
  await context.setOffline(true);
  await page.reload();
  const another = await context.newPage();
  for (const { path, words } of lists) {
    await another.goto(path);
    await expect(another.locator("html")).toHaveAttribute("data-shell", "yes");
    await alive(another);
    await expect(another.getByRole("main").getByText(words).first(), path).toBeVisible();
    await expect(age(another).first(), path).toBeVisible({ timeout: 20_000 });
    await expect(unseen(another), path).toHaveCount(0);
  }
  await accessible(another);
  await context.setOffline(false);
  await expect(age(another)).toHaveCount(0, { timeout: 40_000 });
});

test("SYN-7 SYN-10 a list that was never seen says calmly that it needs a network, and comes with it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const tag = `unseen-${v7().slice(-8)}`;
  await published(bob, { kind: "post", title: "Beyond the hill", tags: [tag] });
  const page = await opened(ann, "/questions");
  await kept(page);
  await ann.context.setOffline(true);
  for (const path of ["/tags", "/bookmarks", "/notifications", "/suggestions", `/u/${bob.handle}`, `/u/${bob.handle}/followers`, `/tags/${tag}`]) {
    await page.goto(path);
    await alive(page);
    await expect(unseen(page).first(), path).toBeVisible();
    await expect(age(page), path).toHaveCount(0);
  }
  await accessible(page);
  await ann.context.setOffline(false);
  await expect(titles(page)).toHaveText(["Beyond the hill"], { timeout: 40_000 });
});

test("SYN-7 COM-6 a list to which a link leads is there before the server has answered, and then as it is now", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const tag = `links-${v7().slice(-8)}`;
  await published(bob, { kind: "post", title: "Walk 1", tags: [tag] });
  await seen(ann, { path: `/tags/${tag}`, words: /^Walk 1$/, copy: new RegExp(`^feeds/posts Tag\\("${tag}"\\)$`) });
  const page = await opened(ann, `/tags?q=${tag}`);
  await published(bob, { kind: "post", title: "Walk 2", tags: [tag] });
  await controlled(page);
  const release = await held(page, "**/rpc/list_posts");
  await page.getByRole("main").getByRole("link", { name: `#${tag}` }).click();
  await expect(titles(page)).toHaveText(["Walk 1"]);
  await expect(age(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: /new post/ })).toHaveCount(0);
  release();
  await expect(titles(page)).toHaveText(["Walk 2", "Walk 1"]);
  await expect(page.getByRole("button", { name: /new post/ })).toHaveCount(0);
  await published(bob, { kind: "post", title: "Walk 3", tags: [tag] });
  await page.getByRole("button", { name: "1 new post" }).click();
  await expect(titles(page)).toHaveText(["Walk 3", "Walk 2", "Walk 1"]);
});

test("SYN-7 SOC-4 of the lists that are kept nothing is shown of whom one blocks or mutes, and none stays after logging out", async ({ person }) => {
  const [ann, bob, cleo, dora] = [await person("Ann"), await person("Bob"), await person("Cleo"), await person("Dora")];
  const { page, context } = ann;
  const tag = `hidden-${v7().slice(-8)}`;
  for (const [author, title] of [[bob, "Bob walks"], [cleo, "Cleo walks"], [dora, "Dora walks"]] as const) {
    await published(author, { kind: "post", title, tags: [tag] });
    await follow(author, ann);
  }
  for (const one of [bob, cleo]) await follow(one, dora);
  const followers = `/u/${dora.handle}/followers`;
  await seen(ann, { path: `/tags/${tag}`, words: /^Bob walks$/, copy: /^feeds\/posts Tag/ });
  await seen(ann, { path: followers, words: /^Bob$/, copy: /^people of lists\/followers/ });
  await seen(ann, { path: "/notifications", words: /followed you/, copy: /^notifications\/$/ });
  await opened(ann, "/about");
  await post(ann, `/api/accounts/${bob.handle}/block`, {}, "put");
  await post(ann, `/api/accounts/${cleo.handle}/mute`, {}, "put");
  const knows = async (list: string, whom: Person) =>
    (await stored(page, "replicas")).some((text) => new RegExp(`"${list}":\\[[^\\]]*"${whom.handle}"`).test(text));
  await expect.poll(() => knows("blocked", bob)).toBe(true);
  await expect.poll(() => knows("muted", cleo)).toBe(true);
  await kept(page);
  await context.setOffline(true);
  await page.goto(`/tags/${tag}`);
  await alive(page);
  await expect(titles(page)).toHaveText(["Dora walks"]);
  await page.goto(followers);
  await alive(page);
  await expect(page.getByRole("main").getByText(/^Cleo$/).first()).toBeVisible();
  await expect(page.getByRole("main").getByText(/^Bob$/)).toHaveCount(0);
  await page.goto("/notifications");
  await alive(page);
  await expect(notices(page)).toHaveCount(1);
  await expect(notices(page)).toContainText("Dora and Cleo");
  await context.setOffline(false);
  await page.goto("/logout");
  await alive(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page).not.toHaveURL(/\/logout/);
  await alive(page);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});
