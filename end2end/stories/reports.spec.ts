import type { Locator, Page } from "@playwright/test";
import { visit } from "../world/group.ts";
import { accessible, expect, type Person, test } from "../world/index.ts";
import { more } from "../world/profile.ts";
import { insist, row, say, together } from "../world/talk.ts";

function question(page: Page): Locator {
  return page.getByRole("dialog", { name: "Report" });
}

/** Asks to report the message that holds these words. */
async function report(page: Page, words: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: "Report…" }).click();
  await expect(question(page)).toBeVisible();
}

/** The report on the page of the moderators that shows these words. */
function shown(page: Page, words: string): Locator {
  return page.getByRole("article", { name: /^Report \d+$/ }).filter({ hasText: words });
}

async function status(person: Person, path: string): Promise<number> {
  return (await person.context.request.get(path)).status();
}

test("MSG-11 SOC-4 a message is reported with what came before it, its author blocked at once, and a moderator settles it", { tag: "@main" }, async ({ person, server }) => {
  const [ann, bob, root] = [await person("Ann"), await person("Bob"), await person("Root")];
  await server.ask(`update tertulia.accounts set role = 'member' where handle in ('${ann.handle}', '${bob.handle}')`);
  await server.ask(`update tertulia.accounts set role = 'moderator' where handle = '${root.handle}'`);
  await together(ann, bob);
  await say(ann.page, "who is there?");
  await say(bob.page, "buy my book");
  await expect(row(ann.page, "buy my book")).toBeVisible();
  await report(ann.page, "buy my book");
  await accessible(ann.page);
  await question(ann.page).getByRole("radio", { name: "Something else" }).check();
  await question(ann.page).getByRole("button", { name: "Report", exact: true }).click();
  await expect(question(ann.page).getByLabel("What else should they know?")).toHaveAccessibleDescription(/is needed/);
  const words = `He sells books to everybody, ${bob.handle}.`;
  await question(ann.page).getByLabel("What else should they know?").fill(words);
  await question(ann.page).getByRole("switch", { name: "Block Bob too" }).check();
  await question(ann.page).getByRole("button", { name: "Report", exact: true }).click();
  await expect(ann.page.getByText("Thank you. The moderators will look at it.")).toBeVisible();
  await expect(ann.page.getByText("Neither of you can write here.")).toBeVisible();

  const stored = async () => (await (await root.context.request.get("/api/reports")).text()).includes(words);
  await expect.poll(stored).toBe(true);
  expect(await status(ann, "/admin/reports")).toBe(404);
  expect(await status(ann, "/api/reports")).toBe(404);
  await visit(root.page, "/admin/reports");
  await expect(shown(root.page, words)).toBeVisible();
  await accessible(root.page);
  await expect(shown(root.page, words).getByRole("list", { name: "Evidence" }).getByRole("listitem")).toHaveText([/who is there\?/, /buy my book/]);
  await shown(root.page, words).getByRole("textbox", { name: "Note" }).fill("told him");
  await shown(root.page, words).getByRole("button", { name: "Mark as done" }).click();
  await expect(shown(root.page, words).getByText("Note: told him")).toBeVisible();
  await expect(shown(root.page, words).getByRole("button", { name: "Open again" })).toBeFocused();
});

test("SOC-4 what a moderator notes on one report stays while another is settled", async ({ person, server }) => {
  const [ann, bob, cleo, root] = [await person("Ann"), await person("Bob"), await person("Cleo"), await person("Root")];
  await server.ask(`update tertulia.accounts set role = 'moderator' where handle = '${root.handle}'`);
  const [first, second] = [`first of ${bob.handle}`, `second of ${bob.handle}`];
  for (const [{ page }, words] of [
    [ann, first],
    [cleo, second],
  ] as const) {
    await visit(page, `/u/${bob.handle}`);
    await more(page);
    await page.getByRole("button", { name: "Report…" }).click();
    await question(page).getByLabel("What else should they know?").fill(words);
    await question(page).getByRole("button", { name: "Report", exact: true }).click();
    await expect(question(page)).toBeHidden();
  }
  const reports = async () => (await root.context.request.get("/api/reports")).text();
  for (const words of [first, second]) await expect.poll(reports).toContain(words);
  await visit(root.page, "/admin/reports");
  await shown(root.page, first).getByRole("textbox", { name: "Note" }).fill("ask Bob");
  await shown(root.page, second).getByRole("button", { name: "Mark as done" }).click();
  await expect(shown(root.page, second).getByRole("button", { name: "Open again" })).toBeFocused();
  await expect(shown(root.page, first).getByRole("textbox", { name: "Note" })).toHaveValue("ask Bob");
});

test("MSG-11 what is reported without a network reaches the moderators when it is back", async ({ person, server }) => {
  const [ann, bob, root] = [await person("Ann"), await person("Bob"), await person("Root")];
  await server.ask(`update tertulia.accounts set role = 'moderator' where handle = '${root.handle}'`);
  await together(ann, bob);
  await say(bob.page, `a book of ${bob.handle}`);
  await expect(row(ann.page, "a book of")).toBeVisible();
  await ann.context.setOffline(true);
  await report(ann.page, "a book of");
  await question(ann.page).getByRole("button", { name: "Report", exact: true }).click();
  await expect(ann.page.getByText("Kept here until the server can be reached.")).toBeVisible();
  await ann.context.setOffline(false);
  const reports = async () => (await (await root.context.request.get("/api/reports")).text()).includes(`a book of ${bob.handle}`);
  await expect.poll(reports, { timeout: 30_000 }).toBe(true);
});

test("SOC-4 a person is reported on their page, and a moderator reads it without JavaScript on a phone", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const root = await person("Root", { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await server.ask(`update tertulia.accounts set role = 'moderator' where handle = '${root.handle}'`);
  await visit(ann.page, `/u/${bob.handle}`);
  await more(ann.page);
  await ann.page.getByRole("button", { name: "Report…" }).click();
  const words = `Not who he says he is: ${bob.handle}`;
  await question(ann.page).getByLabel("What else should they know?").fill(words);
  await question(ann.page).getByRole("button", { name: "Report", exact: true }).click();
  await expect(ann.page.getByText("Thank you. The moderators will look at it.")).toBeVisible();
  await expect
    .poll(async () => {
      await root.page.goto("/admin/reports");
      return shown(root.page, words).count();
    })
    .toBe(1);
  await shown(root.page, words).getByRole("button", { name: "Mark as done" }).click();
  await expect(shown(root.page, words).getByText("Done by Root")).toBeVisible();
  const wide = await root.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});

test("SOC-4 MSG-11 who reports a message that was deleted meanwhile is told so calmly, and can report who said it", async ({ person, server }) => {
  const [ann, bob, root] = [await person("Ann"), await person("Bob"), await person("Root")];
  await server.ask(`update tertulia.accounts set role = 'moderator' where handle = '${root.handle}'`);
  await together(ann, bob);
  const said = `a book of ${bob.handle}`;
  await say(bob.page, said);
  await expect(row(ann.page, said)).toBeVisible();
  await ann.context.setOffline(true);
  await report(ann.page, said);
  const words = `He sells books to everybody, ${bob.handle}.`;
  await question(ann.page).getByLabel("What else should they know?").fill(words);
  await question(ann.page).getByRole("button", { name: "Report", exact: true }).click();
  await expect(ann.page.getByText("Kept here until the server can be reached.")).toBeVisible();
  await row(bob.page, said).hover();
  await row(bob.page, said).getByRole("button", { name: "Message actions" }).click();
  await row(bob.page, said).getByRole("menuitem", { name: "Delete" }).click();
  await insist(bob.page);
  await expect.poll(() => server.ask(`select count(*) from tertulia.messages where body = '${said}'`)).toEqual(["0"]);
  await ann.context.setOffline(false);
  await expect(ann.page.getByText("The message is gone, so it was not reported.")).toBeVisible({ timeout: 30_000 });
  await ann.page.getByRole("button", { name: "Report Bob" }).click();
  await expect(ann.page.getByText("Thank you. The moderators will look at it.")).toBeVisible();
  await expect
    .poll(async () => {
      await visit(root.page, "/admin/reports");
      return shown(root.page, words).count();
    })
    .toBe(1);
});
