import { club, list, visit } from "../world/group.ts";
import { alive, expect, test } from "../world/index.ts";
import { kept, remove } from "../world/deleting.ts";
import { stored } from "../world/store.ts";
import { another } from "../world/tabs.ts";
import { deletions, online, row, said, say, together } from "../world/talk.ts";

test("SYN-8 MSG-5 a message that was deleted right before a reload is gone for both", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  await remove(page, "at noon");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("message.delete");
  await page.reload();
  await alive(page);
  for (const one of [page, bob.page]) await expect.poll(() => said(one)).toEqual(["Message deleted"]);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 MSG-5 who leaves right after deleting a message has deleted it, though nobody comes back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  await remove(page, "at noon");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("message.delete");
  await page.goto("about:blank");
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted"]);
});

test("SYN-8 MSG-5 who leaves right after deleting several messages of a conversation has deleted all of them", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  for (const words of ["one", "two", "three"]) await say(page, words);
  await expect(row(bob.page, "three")).toHaveCount(1);
  for (const words of ["one", "two", "three"]) await remove(page, words);
  await expect.poll(() => kept(page)).toBe(3);
  await page.goto("about:blank");
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted", "Message deleted", "Message deleted"]);
});

test("SYN-8 SYN-11 what was deleted in two tabs that are closed at once is deleted, though nobody comes back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  for (const words of ["one", "two"]) await say(page, words);
  await expect(row(bob.page, "two")).toHaveCount(1);
  const tab = await another(ann);
  await online(tab);
  await remove(tab, "one");
  await page.bringToFront();
  await remove(page, "two");
  await expect.poll(() => kept(page)).toBe(2);
  await Promise.all([page, tab].map((one) => one.goto("about:blank")));
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted", "Message deleted"]);
});

test("SYN-8 SYN-11 what was deleted in one tab is so in the other, is undone in both, and goes on where its tab ends", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  const tab = await another(ann);
  await online(tab);
  await tab.bringToFront();
  await remove(tab, "at noon");
  for (const one of [page, tab]) await expect.poll(() => said(one)).toEqual(["Message deleted"]);
  await expect(deletions(page)).toHaveCount(0);
  await deletions(tab).getByRole("button", { name: "Undo" }).click();
  for (const one of [page, tab]) await expect.poll(() => said(one)).toEqual(["at noon"]);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  await remove(tab, "at noon");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("message.delete");
  await tab.close();
  for (const one of [page, bob.page]) await expect.poll(() => said(one)).toEqual(["Message deleted"]);
});

test("SYN-8 MSG-1 who leaves a group has deleted there what they deleted, and may undo what they deleted elsewhere", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(bob, ann);
  await together(ann, bob);
  const { page } = ann;
  await say(page, "to you alone");
  await expect(row(bob.page, "to you alone")).toHaveCount(1);
  const elsewhere = await another(bob);
  await visit(elsewhere, `/messages/${id}`);
  await list(page).getByRole("link", { name: /Book club/ }).click();
  await say(page, "to the club");
  await expect(row(elsewhere, "to the club")).toHaveCount(1);
  await remove(page, "to the club");
  await list(page).getByRole("link", { name: /to you alone/ }).click();
  await remove(page, "to you alone");
  await list(page).getByRole("link", { name: /Book club/ }).click();
  await page.getByRole("link", { name: "Details", exact: true }).click();
  await page.getByRole("button", { name: "Leave the group" }).click();
  await page.getByRole("dialog", { name: "Leave this group?" }).getByRole("button", { name: "Leave", exact: true }).click();
  await expect.poll(() => said(elsewhere)).toEqual(["Message deleted"]);
  const undo = deletions(page).getByRole("button", { name: "Undo" });
  await expect(undo).toHaveCount(1);
  await undo.focus();
  await page.keyboard.press("Enter");
  // What it was about is not on this page.
  await expect(page.getByRole("main")).toBeFocused();
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  expect(await said(bob.page)).toEqual(["to you alone"]);
});
