import type { Page } from "@playwright/test";
import { alive, expect, kept, test } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { back, composer, editor, insist, log, online, row, said, say, together } from "../world/talk.ts";

/** Begins to edit one's last message, and writes something else. */
async function rewrite(page: Page, words: string): Promise<void> {
  await composer(page).press("ArrowUp");
  // With the focus comes the caret, which would put what is filled in behind what stands there.
  await expect(editor(page)).toBeFocused();
  await editor(page).fill(words);
}

test("MSG-5 SYN-8 an edit that is not saved stands there after a reload, and is saved from there", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "as it was");
  await expect(row(bob.page, "as it was")).toHaveCount(1);
  await rewrite(page, "half an edit");
  await page.reload();
  await alive(page);
  await expect(editor(page)).toHaveValue("half an edit");
  await expect.poll(() => said(page)).toEqual(["as it was"]);
  await editor(page).press("Enter");
  await expect.poll(() => said(bob.page)).toEqual(["half an edit"]);
  await page.reload();
  await alive(page);
  await online(page);
  await expect(composer(page)).toBeVisible();
  await expect(editor(page)).toHaveCount(0);
});

test("MSG-5 SYN-8 an edit that is not saved waits until one comes back, and is gone once it was given up", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "as it was");
  await expect(row(bob.page, "as it was")).toHaveCount(1);
  await rewrite(page, "half an edit");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Profile" }).click();
  await expect(log(page)).toHaveCount(0);
  await back(page, /Bob/);
  await expect(editor(page)).toHaveValue("half an edit");
  await editor(page).press("Escape");
  await expect(composer(page)).toBeVisible();
  // The entry of the history that one left while editing is older than that it was given up.
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect(log(page)).toBeVisible();
  await expect(composer(page)).toBeVisible();
  await expect(editor(page)).toHaveCount(0);
  await expect.poll(() => said(page)).toEqual(["as it was"]);
});

test("MSG-5 SYN-10 without a network ArrowUp edits what was not sent yet, and the edit outlives a reload", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page, context } = ann;
  await say(page, "said before");
  await expect(row(bob.page, "said before")).toHaveCount(1);
  await kept(page);
  await expect.poll(async () => (await stored(page, "replicas")).join()).toContain("said before");
  await context.setOffline(true);
  await say(page, "unsent");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("unsent");
  await composer(page).press("ArrowUp");
  await expect(editor(page)).toHaveValue("unsent");
  await editor(page).press("Escape");
  await expect(composer(page)).toBeFocused();
  await rewrite(page, "edited in the tunnel");
  await page.reload();
  await alive(page);
  await expect(editor(page)).toHaveValue("edited in the tunnel");
  await expect.poll(() => said(page)).toEqual(["said before", "unsent"]);
  await editor(page).press("Enter");
  await expect.poll(() => said(page)).toEqual(["said before", "edited in the tunnel"]);
  await context.setOffline(false);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["said before", "edited in the tunnel"]);
});

test("MSG-5 Escape closes what was opened last, and leaves the rest as it is", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "as it was");
  await expect(row(bob.page, "as it was")).toHaveCount(1);
  await rewrite(page, "half an edit");
  const message = row(page, "as it was");
  await message.hover();
  await message.getByRole("button", { name: "Message actions" }).click();
  await expect(message.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(message.getByRole("menu")).toHaveCount(0);
  await expect(message).toBeFocused();
  await expect(editor(page)).toHaveValue("half an edit");
  await page.keyboard.press("Enter");
  await message.getByRole("menuitem", { name: "Info" }).click();
  const question = page.getByRole("dialog", { name: "Message info" });
  await expect(question).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(message).toBeFocused();
  await expect(editor(page)).toHaveValue("half an edit");
  await editor(page).press("Escape");
  await expect(editor(page)).toHaveCount(0);
  await expect(composer(page)).toBeVisible();
  await expect.poll(() => said(page)).toEqual(["as it was"]);
});

for (const way of ["Escape", "Cancel"]) {
  test(`MSG-5 SYN-8 an edit that ${way} has ended is had back by Undo, and one that changed nothing ends in silence`, async ({ person }) => {
    const [ann, bob] = [await person("Ann"), await person("Bob")];
    await together(ann, bob);
    const { page } = ann;
    const leave = () => (way === "Escape" ? editor(page).press("Escape") : page.getByRole("button", { name: "Cancel" }).click());
    const undo = page.getByRole("button", { name: "Undo" });
    await say(page, "as it was");
    await expect(row(bob.page, "as it was")).toHaveCount(1);
    await composer(page).press("ArrowUp");
    await leave();
    await expect(composer(page)).toBeFocused();
    await expect(undo).toHaveCount(0);
    await rewrite(page, "half an edit");
    await leave();
    await expect(composer(page)).toBeVisible();
    await undo.click();
    await expect(editor(page)).toHaveValue("half an edit");
    await editor(page).press("Enter");
    await expect.poll(() => said(bob.page)).toEqual(["half an edit"]);
  });
}

test("MSG-5 SYN-10 what is edited or deleted before it was sent was never said otherwise, or never at all", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page, context } = ann;
  await say(page, "said before");
  await expect(row(bob.page, "said before")).toHaveCount(1);
  await context.setOffline(true);
  await say(page, "to be deleted");
  const gone = row(page, "to be deleted");
  await gone.hover();
  await gone.getByRole("button", { name: "Message actions" }).click();
  await gone.getByRole("menuitem", { name: "Delete" }).click();
  await insist(page);
  await expect.poll(() => said(page)).toEqual(["said before"]);
  await expect.poll(async () => (await stored(page, "operations")).join()).not.toContain("to be deleted");
  await say(page, "one");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("one");
  await rewrite(page, "two");
  await editor(page).press("Enter");
  await expect.poll(() => said(page)).toEqual(["said before", "two"]);
  await context.setOffline(false);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["said before", "two"]);
  await expect(row(bob.page, "two")).not.toContainText("edited");
  await expect(log(bob.page).getByText("Message deleted")).toHaveCount(0);
});
