import type { Page } from "@playwright/test";
import { post } from "../world/fill.ts";
import { accessible, alive, expect, type Person, test } from "../world/index.ts";
import { bell, follow, notices } from "../world/notifications.ts";
import { people } from "../world/past.ts";
import { answer, opened, published } from "../world/posts.ts";

/** The badges on somebody's page. */
function badges(page: Page) {
  return page.getByRole("list", { name: "Badges" }).getByRole("listitem");
}

async function vote(who: Person, kind: "posts" | "answers", id: string, value: number): Promise<void> {
  await post(who, `/api/${kind}/${id}/vote`, { value }, "put");
}

test("COM-10 a profile has the badges and the reputation of somebody, what for and since when, the moment they are earned", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const page = await opened(ann, `/u/${bob.handle}`);
  await expect(badges(page)).toHaveCount(0);
  const question = await published(ann);
  const id = await answer(bob, question, "Along the bridge.");
  await expect(badges(page)).toHaveText([/First answer.*Answered a question/s]);
  await expect(page.getByText("0 reputation")).toBeVisible();
  await vote(ann, "answers", id, 1);
  await expect(page.getByText("10 reputation")).toBeVisible();
  await post(ann, `/api/posts/${question}/accepted`, { answer_id: id }, "put");
  await expect(page.getByText("25 reputation")).toBeVisible();
  await expect(badges(page)).toHaveText([/First answer/, /Accepted.*Gave an answer that somebody accepted/s]);
  await accessible(page);
  await vote(ann, "answers", id, 0);
  await expect(page.getByText("15 reputation")).toBeVisible();
  await expect(badges(page)).toHaveCount(2);
});

test("COM-10 NOT-1 SOC-2 who has come to ten followers is told so once, in another window than that of the profile, which it leads to", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const handles = await people(server, bob, 9);
  await server.ask(`
    insert into follows (follower_id, followed_id)
      select f.id, a.id from accounts f, accounts a where f.handle = any ('{${handles}}') and a.handle = '${ann.handle}'`);
  const profile = await opened(ann, `/u/${ann.handle}`);
  const page = await ann.context.newPage();
  const list = await opened({ ...ann, page }, "/notifications");
  const milestone = notices(list).filter({ hasText: "You have reached 10 followers" });
  await expect(profile.getByRole("article")).toContainText("9 followers");
  await expect(notices(list)).toHaveCount(0);
  await follow(bob, ann);
  await expect(profile.getByRole("article")).toContainText("10 followers");
  await expect(milestone).toHaveCount(1);
  await expect(notices(list)).toHaveCount(2);
  for (const each of [profile, list]) await expect(bell(each)).toHaveAccessibleName("Notifications, 2 unread");
  await accessible(list);

  const unfollowed = await bob.context.request.delete(`/api/accounts/${ann.handle}/follow`, { headers: { Origin: bob.origin } });
  expect(unfollowed.ok()).toBe(true);
  await expect(profile.getByRole("article")).toContainText("9 followers");
  await follow(bob, ann);
  await expect(profile.getByRole("article")).toContainText("10 followers");
  await list.reload();
  // Before that a link leads on and nobody notes that it was followed.
  await alive(list);
  await expect(notices(list)).toHaveCount(2);
  await milestone.getByRole("link", { name: /You have reached/ }).click();
  await expect(list).toHaveURL(new RegExp(`/u/${ann.handle}$`));
  for (const each of [profile, list]) await expect(bell(each)).toHaveAccessibleName("Notifications, 1 unread");
});

test("COM-10 without JavaScript the badges are on the page", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { javaScriptEnabled: false }), await person("Bob")];
  await published(bob);
  await ann.page.goto(`/u/${bob.handle}`);
  await expect(badges(ann.page)).toHaveText([/First post/]);
});
