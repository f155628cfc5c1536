import type { Page } from "@playwright/test";
import { post } from "../world/fill.ts";
import { accessible, alive, expect, kept, type Person, test as base, wear } from "../world/index.ts";
import { tabTo } from "../world/keys.ts";
import { bell, follow, notices, vote } from "../world/notifications.ts";
import { answer, comment, opened, published, votes } from "../world/posts.ts";
import { stored } from "../world/store.ts";
import { online } from "../world/talk.ts";

/** With people who have earned every badge before, and come far: nothing is told of either. */
const test = base.extend({
  person: async ({ person, server }, use) => {
    await use(async (name, options) => {
      const made = await person(name, options);
      await server.ask(`
        set session_replication_role = replica;
        update user_stats set reputation = 100000
          where account_id = (select id from accounts where handle = '${made.handle}');
        insert into user_badges (account_id, badge)
          select a.id, b.name from accounts a, badges b where a.handle = '${made.handle}'`);
      return made;
    });
  },
});

/** So many posts of somebody's, each voted up by somebody else; `Walk 1` first. */
async function upvoted(author: Person, voter: Person, count: number): Promise<string[]> {
  const posts = [];
  for (let number = 1; number <= count; number++) {
    const id = await published(author, { kind: "post", title: `Walk ${number}` });
    await vote(voter, id);
    posts.push(id);
  }
  return posts;
}

/** Goes to another page and to the list again, by the ways of the frame: nothing of it is as it was left. */
async function leaveAndReturn(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await bell(page).click();
  await expect(page.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
}

test("NOT-1 NOT-2 COM-4 a vote changes the score and the bell of the author at once, and the notification leads to the question", { tag: "@main" }, async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await published(ann);
  const [hers, his] = [await opened(ann, `/p/${id}`), await opened(bob, `/p/${id}`)];
  await expect(bell(hers)).toHaveAccessibleName("Notifications");
  await votes(his).up.click();
  await votes(hers).score(1);
  await expect(bell(hers)).toHaveAccessibleName("Notifications, 1 unread");
  await expect(hers).toHaveTitle(/^\(1\) /);
  await expect(bell(his)).toHaveAccessibleName("Notifications");
  await vote(cleo, id);
  await votes(hers).score(2);
  await bell(hers).click();
  await expect(hers.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
  await expect(hers.getByRole("heading", { level: 2, name: "New" })).toBeVisible();
  await expect(notices(hers)).toHaveText([/Cleo and Bob upvoted your question “Where do we walk\?”/]);
  await expect(bell(hers)).toHaveAccessibleName("Notifications, 1 unread");
  await notices(hers).getByRole("link", { name: /upvoted your question/ }).click();
  await expect(hers.getByRole("heading", { level: 1, name: "Where do we walk?" })).toBeVisible();
  await expect(bell(hers)).toHaveAccessibleName("Notifications");
});

test("NOT-1 NOT-2 SOC-1 who is followed hears of it in every tab, on the bell and in the list", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const list = await opened(ann, "/notifications");
  const other = await ann.context.newPage();
  await other.goto("/settings/appearance");
  await alive(other);
  await online(other);
  await expect(list.getByText("Nothing yet")).toBeVisible();
  await follow(bob, ann);
  await expect(notices(list)).toHaveText([/Bob followed you/]);
  for (const page of [list, other]) await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  await notices(list).getByRole("link", { name: /followed you/ }).click();
  await expect(list).toHaveURL(new RegExp(`/u/${bob.handle}$`));
  for (const page of [list, other]) await expect(bell(page)).toHaveAccessibleName("Notifications");
});

test("NOT-2 COM-3 a comment among many is what its notification leads to, and the page shows it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  for (let number = 1; number < 8; number++) await comment(ann, id, `Comment number ${number}\n\nwith a second line`);
  const page = await opened(ann, "/notifications");
  const last = await comment(bob, id, "By the mill");
  await notices(page).getByRole("link", { name: /Bob commented on your question/ }).click();
  await expect(page).toHaveURL(new RegExp(`#comment-${last}$`));
  await expect(page.locator(`#comment-${last}`)).toBeInViewport();
  await expect(page.locator(`#comment-${last}`)).toBeFocused();
  await page.goBack();
  await expect(notices(page)).toHaveText([/Bob commented on your question/]);
  await expect(bell(page)).toHaveAccessibleName("Notifications");
});

test("NOT-1 NOT-2 an answer, its acceptance, a reply and a mention each reach whom they are for", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const [hers, his] = [await opened(ann, "/notifications"), await opened(bob, "/notifications")];
  const mill = await answer(bob, id, "By the mill");
  await expect(notices(hers)).toHaveText([/Bob answered your question “Where do we walk\?”/]);
  const accepted = await ann.context.request.put(`/api/posts/${id}/accepted`, { data: { answer_id: mill }, headers: { Origin: ann.origin } });
  expect(accepted.ok(), await accepted.text()).toBe(true);
  await expect(notices(his)).toHaveText([/Ann accepted your answer to “Where do we walk\?”/]);
  await comment(ann, id, `Thank you, @${bob.handle}`);
  await expect(notices(his).first()).toContainText("Ann mentioned you in “Where do we walk?”");
  await notices(his).getByRole("link", { name: /accepted your answer/ }).click();
  await expect(his.locator(`#answer-${mill}`)).toBeInViewport();
});

test("NOT-3 SYN-11 what is read in one tab is read in the other, one by one and all at once, and stays where it stands", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await upvoted(ann, bob, 3);
  const page = await opened(ann, "/notifications");
  const other = await ann.context.newPage();
  await other.goto("/notifications");
  await alive(other);
  await online(other);
  for (const one of [page, other]) await expect(notices(one)).toHaveText([/Walk 3/, /Walk 2/, /Walk 1/]);
  await notices(page).nth(1).getByRole("button", { name: "Mark as read" }).click();
  for (const one of [page, other]) {
    await expect(bell(one)).toHaveAccessibleName("Notifications, 2 unread");
    await expect(notices(one).nth(1).getByRole("button", { name: "Mark as read" })).toHaveCount(0);
    await expect(notices(one)).toHaveText([/Walk 3/, /Walk 2/, /Walk 1/]);
  }
  await expect(notices(page).nth(1)).toBeFocused();
  const before = (await notices(page).first().boundingBox())?.y;
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByRole("status").filter({ hasText: "All are read." })).toBeVisible();
  expect((await notices(page).first().boundingBox())?.y).toBe(before);
  for (const one of [page, other]) {
    await expect(bell(one)).toHaveAccessibleName("Notifications");
    await expect(one.getByRole("button", { name: "Mark as read" })).toHaveCount(0);
  }
  await leaveAndReturn(page);
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(["Earlier"]);
  await expect(notices(page)).toHaveText([/Walk 3/, /Walk 2/, /Walk 1/]);
});

test("NOT-3 SYN-7 SYN-8 without a network the list is there, and what is read then is read once there is one", async ({ person }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await upvoted(ann, bob, 2);
  const page = await opened(ann, "/notifications");
  await expect(notices(page)).toHaveCount(2);
  await kept(page);
  await expect.poll(async () => (await stored(page, "replicas")).some((text) => text.includes("Walk 2"))).toBe(true);
  await ann.context.setOffline(true);
  const other = await ann.context.newPage();
  await other.goto("/notifications");
  await alive(other);
  await expect(notices(other)).toHaveText([/Walk 2/, /Walk 1/]);
  await expect(bell(other)).toHaveAccessibleName("Notifications, 2 unread");
  await other.close();
  const applied: string[] = [];
  page.on("response", async (told) => {
    const sent = told.request().postData() ?? "";
    if (told.ok() && told.url().endsWith("/rpc/operations") && sent.includes("notification")) applied.push(sent);
  });
  await notices(page).first().getByRole("button", { name: "Mark as read" }).click();
  await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  await page.reload();
  await alive(page);
  await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  await ann.context.setOffline(false);
  await online(page);
  await expect.poll(() => stored(page, "operations"), { timeout: 30_000 }).toEqual([]);
  expect(applied).toHaveLength(1);
  const second = await ann.context.newPage();
  await second.goto("/notifications");
  await expect(bell(second)).toHaveAccessibleName("Notifications, 1 unread");
});

test("NOT-2 NOT-3 what comes while one reads further down waits behind a pill, unread until it is asked for", async ({ person }) => {
  test.setTimeout(90_000);
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  await upvoted(ann, bob, 25);
  const page = await opened(ann, "/notifications");
  await expect(notices(page)).toHaveCount(20);
  await notices(page).last().scrollIntoViewIfNeeded();
  await expect(notices(page)).toHaveCount(25);
  const seen = notices(page).filter({ hasText: "Walk 8" }).first();
  await seen.scrollIntoViewIfNeeded();
  const before = (await seen.boundingBox())?.y;
  await follow(bob, ann);
  await follow(cleo, ann);
  const pill = page.getByRole("button", { name: "1 new notification" });
  await expect(pill).toBeVisible();
  await expect(bell(page)).toHaveAccessibleName("Notifications, 26 unread");
  expect((await seen.boundingBox())?.y).toBe(before);
  await pill.click();
  await expect(notices(page).first()).toContainText("Cleo and Bob followed you");
  await expect(notices(page).first()).toBeInViewport();
  await expect(pill).toHaveCount(0);
  await expect(bell(page)).toHaveAccessibleName("Notifications, 26 unread");
});

test("NOT-3 COM-7 what is unread comes first, page by page, and Back brings what was left of it", async ({ person }) => {
  test.setTimeout(90_000);
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const posts = await upvoted(ann, bob, 24);
  const page = await opened(ann, "/notifications");
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell(page)).toHaveAccessibleName("Notifications");
  await follow(cleo, ann);
  await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  await leaveAndReturn(page);
  await expect(notices(page).first()).toContainText("Cleo followed you");
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(["New", "Earlier"]);
  await notices(page).last().scrollIntoViewIfNeeded();
  await expect(notices(page)).toHaveCount(25);
  const old = notices(page).getByRole("link", { name: /“Walk 2”/ });
  await old.click();
  await expect(page).toHaveURL(new RegExp(`/p/${posts[1]}`));
  await page.goBack();
  await expect(notices(page)).toHaveCount(25);
  await expect(old).toBeInViewport();
  await expect(old).toBeFocused();
  await page.getByRole("link", { name: "Unread", exact: true }).click();
  await expect(notices(page)).toHaveText([/Cleo followed you/]);
});

test("NOT-1 NOT-3 without JavaScript the list is whole, leads on, and is read by forms", async ({ person }) => {
  test.setTimeout(90_000);
  const [ann, bob] = [await person("Ann", { javaScriptEnabled: false }), await person("Bob")];
  await upvoted(ann, bob, 22);
  const { page } = ann;
  await page.goto("/notifications");
  await expect(bell(page)).toHaveAccessibleName("Notifications, 22 unread");
  await expect(notices(page)).toHaveCount(20);
  await page.getByRole("link", { name: "More notifications" }).click();
  await expect(notices(page)).toHaveText([/Walk 2/, /Walk 1/]);
  await page.getByRole("link", { name: "To the beginning" }).click();
  await notices(page).first().getByRole("button", { name: "Mark as read" }).click();
  await expect(page).toHaveURL(/\/notifications$/);
  await expect(bell(page)).toHaveAccessibleName("Notifications, 21 unread");
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell(page)).toHaveAccessibleName("Notifications");
  await notices(page).filter({ hasText: "Walk 22" }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Walk 22" })).toBeVisible();
});

test("NOT-2 NOT-3 QUA-7 by keys alone one comes to the list, from one to the next, reads one and opens another", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await upvoted(ann, bob, 2);
  const page = await opened(ann, "/");
  await tabTo(bell(page));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
  await tabTo(notices(page).first());
  await page.keyboard.press("PageDown");
  await expect(notices(page).nth(1)).toBeFocused();
  await page.keyboard.press("PageUp");
  await tabTo(notices(page).first().getByRole("button", { name: "Mark as read" }));
  await page.keyboard.press("Enter");
  await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  await expect(notices(page).first()).toBeFocused();
  await tabTo(notices(page).nth(1).getByRole("link"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Walk 1" })).toBeVisible();
  await expect(bell(page)).toHaveAccessibleName("Notifications");
});

test("NOT-1 QUA-7 axe finds nothing in either theme, and names of every script and length turn nothing and widen nothing", async ({ person }) => {
  test.slow();
  const names = ["דנה", "Chloë 👩🏽‍💻 von und zu Hohenlohe-Schillingsfürst-Waldenburg", "Donaudampfschifffahrtsgesellschaftskapitän"];
  const ann = await person("Ann");
  const id = await published(ann, { title: `מה ${"שלום-".repeat(12)} and ${"long".repeat(20)}` });
  for (const [place, name] of names.entries()) {
    const one = await person(`Bob${place}`);
    await post(one, "/api/me", { profile: { display_name: name } }, "patch");
    await vote(one, id);
    await comment(one, id, "Here");
  }
  await follow(await person("Cleo"), ann);
  const page = await opened(ann, "/notifications");
  await expect(notices(page)).toHaveCount(3);
  for (const width of [320, 390, 1024, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${width}`).toBeLessThanOrEqual(width);
    for (const theme of ["light", "dark"] as const) {
      await wear(page, theme);
      await accessible(page);
    }
  }
  await page.setViewportSize({ width: 390, height: 844 });
  const ways = page.getByRole("navigation", { name: "Main" }).getByRole("link");
  await expect(ways).toHaveText([/Home/, /Compose/, /Notifications/, /Messages/, /Profile/]);
});
