import type { Page } from "@playwright/test";
import { remove } from "../world/deleting.ts";
import { choose, club, visit } from "../world/group.ts";
import { accessible, controlled, expect, test, wear } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { composer, deletions, insist, row, said, say, together } from "../world/talk.ts";
import { heard, listen } from "../world/voice.ts";

/** Whether a message has ever been shown as deleted from now on. */
async function watch(page: Page): Promise<() => Promise<boolean>> {
  const found = await page.evaluateHandle(() => {
    const found = { deleted: false };
    const look = () => {
      found.deleted ||= document.querySelector("[role=log]")?.textContent?.includes("Message deleted") ?? false;
    };
    new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
    look();
    return found;
  });
  return () => found.evaluate(({ deleted }) => deleted);
}

/** What of deletions is sent from a page. */
function sent(page: Page): string[] {
  const all: string[] = [];
  page.on("request", (request) => {
    if (/message\.delete/.test(request.postData() ?? "")) all.push(request.url());
  });
  return all;
}

test("SYN-8 MSG-5 a deletion that is undone leaves the message as it was, and nobody else has seen it otherwise", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  const [wasDeleted, requests] = [await watch(bob.page), sent(page)];
  // The keys of Firefox go to the window that was opened last.
  await page.bringToFront();
  await remove(page, "at noon");
  await expect.poll(() => said(page)).toEqual(["Message deleted"]);
  // The menu gives the focus back to the row; only then it is led on.
  await expect(page.locator("[data-message]")).toBeFocused();
  const undo = page.getByRole("status").getByRole("button", { name: "Undo" });
  await undo.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => said(page)).toEqual(["at noon"]);
  await expect(row(page, "at noon")).toBeFocused();
  await expect(deletions(page)).toHaveCount(0);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  await say(page, "or at one");
  for (const one of [page, bob.page]) await expect.poll(() => said(one)).toEqual(["at noon", "or at one"]);
  expect(await wasDeleted()).toBe(false);
  expect(requests).toEqual([]);
});

test("SYN-8 MSG-5 a deletion that nobody undoes reaches the other one after a while, and is not offered any more", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  await remove(page, "at noon");
  await expect.poll(() => said(page)).toEqual(["Message deleted"]);
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("message.delete");
  // What is said after it does not wait for it.
  await say(page, "never mind");
  await expect(row(bob.page, "never mind")).toHaveCount(1);
  expect(await said(bob.page)).toEqual(["at noon", "never mind"]);
  await expect(deletions(page).getByRole("button", { name: "Undo" })).toBeVisible();
  for (const theme of ["light", "dark"] as const) {
    await wear(page, theme);
    await accessible(page);
  }
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted", "never mind"]);
  await expect(deletions(page)).toHaveCount(0);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 MSG-5 of two deletions each is undone alone, by its button or by Ctrl+Z where one does not write", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  for (const words of ["one", "two", "three"]) await say(page, words);
  await expect(row(bob.page, "three")).toHaveCount(1);
  await remove(page, "one");
  await remove(page, "two");
  await expect(deletions(page)).toHaveCount(2);
  await deletions(page).first().getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted", "three"]);
  await expect(row(page, "one")).toBeFocused();
  await insist(page);
  await expect(deletions(page)).toHaveCount(0);
  for (const one of [page, bob.page]) await expect.poll(() => said(one)).toEqual(["one", "Message deleted", "three"]);

  await remove(page, "three");
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted", "Message deleted"]);
  // The menu gives the focus back to the row; only then it is led on.
  await expect(row(page, "Message deleted").last()).toBeFocused();
  await composer(page).focus();
  await page.keyboard.press("Control+z");
  expect(await said(page)).toEqual(["one", "Message deleted", "Message deleted"]);
  await row(page, "one").focus();
  await listen(page);
  await page.keyboard.press("Control+z");
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted", "three"]);
  await expect(row(page, "three")).toBeFocused();
  await expect(deletions(page)).toHaveCount(0);
  await expect.poll(() => heard(page, /^Restored\.$/)).toHaveLength(1);

  await remove(page, "three");
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted", "Message deleted"]);
  // A French keyboard has another letter there, a Russian one none of ours.
  await row(page, "one").dispatchEvent("keydown", { key: "w", code: "KeyZ", ctrlKey: true });
  expect(await said(page)).toEqual(["one", "Message deleted", "Message deleted"]);
  await row(page, "one").dispatchEvent("keydown", { key: "я", code: "KeyZ", ctrlKey: true });
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted", "three"]);
});

test("SYN-8 SYN-10 without a network a deletion is undone, and one that is not leaves once there is one", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page, context } = ann;
  for (const words of ["one", "two"]) await say(page, words);
  await expect(row(bob.page, "two")).toHaveCount(1);
  await context.setOffline(true);
  await remove(page, "one");
  await expect.poll(() => said(page)).toEqual(["Message deleted", "two"]);
  await deletions(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => said(page)).toEqual(["one", "two"]);
  await remove(page, "two");
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted"]);
  await context.setOffline(false);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["one", "Message deleted"]);
  await expect.poll(() => said(page)).toEqual(["one", "Message deleted"]);
});

for (const way of ["its button", "the keys"]) {
  test(`SYN-8 MSG-5 what was deleted before it was sent stands where it stood and is sent where that is undone by ${way}`, async ({ person }) => {
    const [ann, bob] = [await person("Ann"), await person("Bob")];
    await together(ann, bob);
    const { page, context } = ann;
    await context.setOffline(true);
    for (const words of ["in the tunnel", "after it"]) await say(page, words);
    await remove(page, "in the tunnel");
    await expect.poll(() => said(page)).toEqual(["Message deleted", "after it"]);
    if (way === "the keys") {
      await row(page, "after it").focus();
      await page.keyboard.press("Control+z");
    } else {
      await deletions(page).getByRole("button", { name: "Undo" }).click();
    }
    await expect.poll(() => said(page)).toEqual(["in the tunnel", "after it"]);
    await context.setOffline(false);
    await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["in the tunnel", "after it"]);
  });
}

test("SYN-8 MSG-5 a message on its way stands where it stood where its deletion is undone, and is deleted after it where not", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await controlled(page);
  let release = () => {};
  const onTheWay = new Promise<void>((go) => (release = go));
  await page.route("**/rpc/operations", async (route) => {
    if (route.request().postData()?.includes("message.send")) await onTheWay;
    await route.continue();
  });
  for (const words of ["one", "two"]) await say(page, words);
  await expect(row(page, "one")).toHaveAttribute("data-state", "sending");
  await remove(page, "one");
  await expect.poll(() => said(page)).toEqual(["Message deleted", "two"]);
  await deletions(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => said(page)).toEqual(["one", "two"]);
  await remove(page, "one");
  await insist(page);
  release();
  for (const one of [page, bob.page]) await expect.poll(() => said(one)).toEqual(["Message deleted", "two"]);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
});

test("SYN-8 MSG-5 a deletion that one may not make any more when it leaves is refused, and the message stands there again", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  await visit(ann.page, `/messages/${id}/details`);
  await choose(ann.page, "Bob", "Make admin");
  for (const { page } of [bob, cleo]) await visit(page, `/messages/${id}`);
  await say(cleo.page, "at noon");
  await expect(row(bob.page, "at noon")).toHaveCount(1);
  await remove(bob.page, "at noon");
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted"]);
  await choose(ann.page, "Bob", "Make member, not admin");
  await expect(row(bob.page, "at noon")).toContainText("Not deleted.");
  expect(await said(cleo.page)).toEqual(["at noon"]);
  await row(bob.page, "at noon").getByRole("button", { name: "Leave it" }).click();
  await expect(row(bob.page, "at noon")).not.toContainText("Not deleted.");
  await expect.poll(() => stored(bob.page, "operations")).toEqual([]);
});
