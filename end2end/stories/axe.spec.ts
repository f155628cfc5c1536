import type { Page } from "@playwright/test";
import { post } from "../world/fill.ts";
import { club } from "../world/group.ts";
import { accessible, alive, expect, legible, test, wear } from "../world/index.ts";
import { thread } from "../world/posts.ts";
import { endElsewhere } from "../world/session.ts";
import { copied, stored } from "../world/store.ts";
import { device } from "../world/tabs.ts";
import { composer, online, row, say, together } from "../world/talk.ts";
import { answered, said } from "../world/threads.ts";
import { v7 } from "../world/uuid.ts";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

const THEMES = ["light", "dark"] as const;

/** A page that runs no script and so never comes alive. */
const STILL = "/api/docs";

test("QUA-7 axe finds nothing on any page of a visitor in either theme, and none is wider than its window", async ({ person, page }) => {
  test.setTimeout(240_000);
  const ann = await person("Ann");
  const asked = await thread(ann);
  await look(page, ["/", "/?show=top", "/questions", "/tags", "/tags/walks", asked, "/login", "/signup", "/about", "/offline", STILL, `/u/${ann.handle}`, "/nowhere"]);
});

test("QUA-7 axe finds nothing on any page on which a member reads and writes in either theme, and none is wider than its window", async ({ person }) => {
  test.setTimeout(240_000);
  const ann = await person("Ann");
  const asked = await thread(ann);
  const place = `${asked.split("/")[2]}`;
  await look(ann.page, ["/", "/suggestions", "/new", "/bookmarks", "/drafts", "/notifications", asked, `${asked}?edit=post-${place}`, `${asked}?delete=post-${place}&comment=post-${place}`, `${asked}?revisions=post-${place}`]);
});

test("QUA-7 axe finds nothing on any page of people and what they say to each other in either theme, and none is wider than its window", async ({ person }) => {
  test.setTimeout(240_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "A first line");
  await expect(row(bob.page, "A first line")).toBeVisible();
  await say(bob.page, "An answer that is long enough to need more than one line on a small screen, I should think.");
  await expect(row(ann.page, "An answer")).toBeVisible();
  await look(ann.page, ["/messages", "/messages/new", "/messages/search?words=line", `/messages/${id}`, `/messages/${id}/details`, `/u/${bob.handle}`, `/u/${ann.handle}`, "/logout", "/dev/gallery"]);
});

test("QUA-7 MSG-5 axe finds nothing where all was done to messages that can be, in a thread and in reports, and none is wider than its window", async ({
  person,
  server,
}) => {
  test.setTimeout(240_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await server.ask(`update tertulia.accounts set role = 'moderator' where handle = '${ann.handle}'`);
  const id = await club(ann, bob);
  const done = async (method: "put" | "delete", path: string) => {
    const answer = await ann.context.request[method](path, { headers: { Origin: ann.origin } });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  await post(ann, `/api/conversations/${id}`, { subject: { words: "Walks", link: "https://example.org/walks" } }, "patch");
  const root = await said(ann, id, "Where do **we** meet? `Now`:\n\n```\nlet way = from(\"the_bridge\").to(\"the_river\").by(\"the_shortest_way_that_there_is\");\n```");
  const reply = { id: v7(), conversation_id: id, reply_to: root, body: "By the rivr" };
  await post(bob, "/api/messages", reply);
  await post(bob, `/api/messages/${reply.id}`, { body: "By the river" }, "patch");
  const slip = await said(bob, id, "A slip");
  await answered(bob, root, "Or at home");
  await done("put", `/api/messages/${reply.id}/reactions/${encodeURIComponent("👍")}`);
  await done("put", `/api/messages/${root}/pin`);
  await done("delete", `/api/messages/${slip}`);
  const at = new Date(Date.now() + 3_600_000).toISOString();
  await post(ann, "/api/scheduled", { id: v7(), conversation_id: id, body: "Good morning", at });
  const report = { id: v7(), about: { message: reply.id }, reason: "other", words: "It is the wrong river." };
  const reported = await ann.context.request.post("/api/reports", { data: report, headers: { Origin: ann.origin } });
  expect(reported.status(), await reported.text()).toBe(201);
  await look(ann.page, ["/messages", `/messages/${id}`, `/messages/${id}/details`, `/messages/${id}/thread/${root}`, "/messages/group", `/messages/search?in=${id}&words=river`, "/admin/reports"]);
});

test("QUA-7 axe finds nothing on any page of the settings in either theme, and none is wider than its window", async ({ person }) => {
  test.setTimeout(240_000);
  const { page } = await person("Ann");
  await look(page, ["profile", "appearance", "privacy", "sessions", "tokens", "keyboard"].map((name) => `/settings/${name}`));
});

test("QUA-7 axe finds nothing beside words of another device, without a network and after a log-out elsewhere", async ({
  person,
  browser,
  server,
}) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page, context } = ann;
  await say(bob.page, "A first line");
  await expect(row(page, "A first line")).toBeVisible();
  await copied(ann, "A first line");
  const second = await device(ann);
  await online(second);

  await context.setOffline(true);
  await composer(page).pressSequentially("half an hour");
  await expect.poll(() => stored(page, "operations")).toContainEqual(expect.stringContaining("half an hour"));
  const saved = second.waitForResponse((answer) => answer.ok() && (answer.request().postData() ?? "").includes("half a thought"));
  await composer(second).pressSequentially("half a thought");
  await saved;
  const notice = page.getByRole("status").filter({ hasText: "Offline" });
  await page.goto("/messages");
  await alive(page);
  await expect(page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ })).toBeVisible();
  await expect(notice).toBeVisible({ timeout: 40_000 });
  await inEachLook(page, "/offline_messages");

  await context.setOffline(false);
  await page.goto(`/messages/${id}`);
  await alive(page);
  await expect(page.getByRole("status").filter({ hasText: "Also written elsewhere: half a thought" })).toBeVisible({ timeout: 40_000 });
  await expect(notice).toHaveCount(0);
  await inEachLook(page, "/other_draft");

  await endElsewhere(ann, browser, server.url);
  await expect(page.getByRole("heading", { level: 1, name: "You are logged out" })).toBeVisible();
  await inEachLook(page, "/over");
});

/** Opens each of these and looks at it. */
async function look(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    if (path !== STILL) await alive(page);
    await inEachLook(page, path.replaceAll(/[0-9a-f-]{36}/g, "conversation").replace(/_[0-9a-f]{8}$/, ""));
  }
}

/** Axe finds nothing on the page in any size and theme, and it is no wider than its window. */
async function inEachLook(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const theme of THEMES) {
      await wear(page, theme);
      // A theme exchanges colours and nothing else: what does not depend on them is asked once.
      await (theme === THEMES[0] ? accessible : legible)(page);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider, `${name} at ${size.width} (${theme})`).toBeLessThanOrEqual(0);
      if (process.env.SCREENS) {
        await page.screenshot({ path: `${process.env.SCREENS}/${theme}-${size.width}${name.replaceAll("/", "_")}.png` });
      }
    }
  }
}
