import type { Locator } from "@playwright/test";
import { draft, text } from "../world/begun.ts";
import { visit } from "../world/group.ts";
import { accessible, controlled, expect, kept, test, wear } from "../world/index.ts";
import { opened, published } from "../world/posts.ts";
import { refuse } from "../world/refusal.ts";
import { stored } from "../world/store.ts";
import { v7 } from "../world/uuid.ts";

/** What cannot be done with something that nobody else reads. */
const LINKS = ["Copy link", "Reply", "Comment", "Edit", "Delete"];

/** Nothing is offered of something that was refused but to send it again and to give it up. */
async function offersLittle(entry: Locator): Promise<void> {
  await expect(entry.getByRole("alert")).toContainText("This was not published.");
  for (const name of LINKS) await expect(entry.getByRole("link", { name, exact: true })).toHaveCount(0);
  await expect(entry.getByRole("button")).toHaveText(["Try again", "Discard"]);
}

/** How far down a button begins. */
async function top(within: Locator, name: string): Promise<number> {
  return (await within.getByRole("button", { name }).boundingBox())?.y ?? Number.NaN;
}

test("COM-1 SYN-8 SYN-5 a post that is published without a network waits among the drafts, and once there is one it is published once", async ({ person }) => {
  const ann = await person("Ann");
  const tag = `trains-${v7().slice(-8)}`;
  const page = await opened(ann, "/new");
  await kept(page);
  await controlled(page);
  await ann.context.setOffline(true);
  await text(page).fill("From the train");
  await page.getByLabel("Tags").fill(tag);
  await page.getByRole("button", { name: "Publish" }).click();
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("From the train");
  await page.goto("/drafts");
  const waits = page.getByRole("list", { name: "Waiting" }).getByRole("listitem");
  await expect(waits).toHaveText(/^Post.*From the train.*Waits to be published$/);
  await expect(page.getByText("Nothing begun")).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "Offline: what you do will be sent" })).toBeVisible({ timeout: 40_000 });
  for (const theme of ["light", "dark"] as const) {
    await wear(page, theme);
    await accessible(page);
  }
  await ann.context.setOffline(false);
  await expect(waits).toHaveCount(0, { timeout: 40_000 });
  await expect(page.getByText("Nothing begun")).toBeVisible();
  await visit(page, `/tags/${tag}`);
  await expect(page.getByRole("feed").getByRole("article")).toHaveCount(1);
  await expect(page.getByRole("feed").getByRole("article")).toContainText("From the train");
});

test("SYN-8 SOC-4 of a comment whose thread is gone it is said once why it is not published, and its words are copied or deleted among the drafts", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page, context } = ann;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await opened(ann, `/p/${await published(bob, { title: "Which tea?" })}`);
  await kept(page);
  await controlled(page);
  await context.setOffline(true);
  await page.getByRole("article").first().getByRole("link", { name: "Comment", exact: true }).click();
  await page.getByRole("textbox", { name: "Comment", exact: true }).fill("Green, **of course**");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Green, of course" })).toContainText("Waiting to be sent");
  const blocked = await bob.context.request.put(`/api/accounts/${ann.handle}/block`, { headers: { Origin: bob.origin } });
  expect(blocked.status(), await blocked.text()).toBe(204);
  await page.getByRole("link", { name: "Home" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await context.setOffline(false);
  const why = "What you comment on is not there any more.";
  await expect(page.getByText(`Your comment was not published. ${why} It stands among your drafts.`)).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText("This does not exist.")).toHaveCount(0);

  await page.getByRole("link", { name: "Drafts", exact: true }).click();
  const row = draft(page, "Green, of course");
  await expect(row).toContainText(`Not published. ${why}`);
  await accessible(page);
  await row.getByRole("button", { name: "Copy" }).click();
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("Green, **of course**");
  await row.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Nothing begun")).toBeVisible();
  await expect.poll(() => stored(page, "operations"), { timeout: 20_000 }).toEqual([]);
});

test("SYN-8 COM-2 COM-3 QUA-7 what is refused in a thread is sent again or given up, side by side, and nothing else is done with it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page } = ann;
  await refuse(page, "answer.create");
  const allow = await refuse(page, "comment.create");
  await opened(ann, `/p/${await published(bob, { title: "Which tea?" })}`);
  await page.getByRole("article").first().getByRole("link", { name: "Comment", exact: true }).click();
  await page.getByRole("textbox", { name: "Comment", exact: true }).fill("At which hour?");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  const comment = page.getByRole("region", { name: "Comments" }).first().getByRole("listitem").filter({ hasText: "At which hour?" });
  await offersLittle(comment);
  await page.getByRole("textbox", { name: "Your answer" }).fill("Green.");
  await page.getByRole("button", { name: "Post answer" }).click();
  const answer = page.getByRole("article", { name: "Answer by Ann" });
  await offersLittle(answer);
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 });
    for (const entry of [comment, answer]) {
      // The page may follow its width between the two.
      const apart = async () => (await top(entry, "Discard")) - (await top(entry, "Try again"));
      await expect.poll(apart, `${width} pixels wide`).toBe(0);
    }
    await accessible(page);
  }
  await answer.getByRole("button", { name: "Discard" }).click();
  await expect(answer).toHaveCount(0);
  await allow();
  await comment.getByRole("button", { name: "Try again" }).click();
  await expect(comment.getByRole("alert")).toHaveCount(0);
  for (const name of ["Reply", "Copy link", "Edit", "Delete"]) await expect(comment.getByRole("link", { name, exact: true })).toBeVisible();
});

test("COM-1 SYN-11 the drafts say on which devices they are, also where there are none, and when they were touched last", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/drafts");
  const note = page.getByText("Posts, answers and comments are kept on this device alone until you publish them.");
  await expect(page.getByText("Nothing begun")).toBeVisible();
  await expect(note).toBeVisible();
  const other = await ann.context.newPage();
  await visit(other, "/new");
  await text(other).fill("Of the river");
  await expect(draft(page, "Of the river").locator("time")).toHaveText("now");
  await expect(note).toBeVisible();
});
