import type { Locator, Page } from "@playwright/test";
import { accessible, expect, kept, legible, test } from "../world/index.ts";
import { composer, log, row, said, say, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

/** What is offered for the name that is typed. */
function offers(page: Page): Locator {
  return page.getByRole("listbox", { name: "Emoji" }).getByRole("option");
}

/** The emoji above the field. */
function panel(page: Page): Locator {
  return page.getByRole("dialog", { name: "Emoji", exact: true });
}

function find(within: Page | Locator): Locator {
  return within.getByRole("searchbox", { name: "Find an emoji" });
}

test("MSG-7 the name of an emoji is completed by keys while it is typed, and Enter does not send it", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await page.bringToFront();
  await composer(page).pressSequentially("well :smile");
  await expect(offers(page).first()).toHaveAccessibleName(":smile: grinning face with smiling eyes");
  await expect(offers(page).first()).toHaveAttribute("aria-selected", "true");
  await expect(composer(page)).toHaveAttribute("aria-activedescendant", "emoji-completion-0");
  await accessible(page);
  await legible(page);
  await composer(page).press("ArrowDown");
  await expect(offers(page).nth(1)).toHaveAttribute("aria-selected", "true");
  await expect(composer(page)).toHaveAttribute("aria-activedescendant", "emoji-completion-1");
  await composer(page).press("ArrowUp");
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("well 😄");
  await expect(offers(page)).toHaveCount(0);
  await expect(composer(page)).not.toHaveAttribute("aria-activedescendant");
  await composer(page).pressSequentially(" and :tea");
  await expect(offers(page).first()).toHaveText(/🍵/);
  await composer(page).press("Tab");
  await expect(composer(page)).toHaveValue("well 😄 and 🍵");
  await expect(composer(page)).toBeFocused();
  await composer(page).press("Enter");
  await expect.poll(() => said(bob.page)).toEqual(["well 😄 and 🍵"]);
});

test("MSG-7 a whole name between colons becomes its emoji where it stands, also in the middle", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await composer(page).pressSequentially(":+1");
  await expect(offers(page)).not.toHaveCount(0);
  await composer(page).pressSequentially(": b");
  await expect(composer(page)).toHaveValue("👍 b");
  await composer(page).press("ArrowLeft");
  await composer(page).pressSequentially(":tada:");
  await expect(composer(page)).toHaveValue("👍 🎉b");
  await composer(page).pressSequentially("x");
  await expect(composer(page)).toHaveValue("👍 🎉xb");
});

test("MSG-7 Escape gives a name up, and times, addresses and code are no names", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await composer(page).pressSequentially(":smi");
  await expect(offers(page)).not.toHaveCount(0);
  await composer(page).press("Escape");
  await expect(offers(page)).toHaveCount(0);
  await composer(page).pressSequentially("l");
  await expect(composer(page)).toHaveValue(":smil");
  await expect(offers(page)).toHaveCount(0);
  // The names are there by now: what is no name stays as it is.
  for (const words of ["12:30:45", "https://tea", "`:tea:", "no:tea"]) {
    await composer(page).fill("");
    await composer(page).pressSequentially(words);
    await expect(composer(page)).toHaveValue(words);
    await expect(offers(page)).toHaveCount(0);
  }
  await composer(page).fill("");
  await composer(page).pressSequentially(":tea");
  await expect(offers(page)).not.toHaveCount(0);
  await offers(page).first().click();
  await expect(composer(page)).toHaveValue("🍵");
  await expect(composer(page)).toBeFocused();
});

test("MSG-7 what is sent as a name by a program stays what it says", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const answer = await ann.context.request.post("/api/messages", {
    data: { id: v7(), conversation_id: id, body: "a :smile: from a program" },
    headers: { Origin: ann.origin },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  await expect.poll(() => said(bob.page)).toEqual(["a :smile: from a program"]);
});

test("MSG-7 an emoji is picked by group, by name and by keys, and those used last come first", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  const way = page.getByRole("button", { name: "Emoji", exact: true });
  await composer(page).fill("ab");
  await composer(page).press("ArrowLeft");
  await way.click();
  await expect(find(panel(page))).toBeFocused();
  await expect(panel(page).getByRole("group", { name: "Smileys and emotion" }).getByRole("button").first()).toBeVisible();
  await accessible(page);
  await legible(page);
  await panel(page).getByRole("button", { name: "Food and drink" }).click();
  await panel(page).getByRole("button", { name: "teapot", exact: true }).click();
  await expect(panel(page)).toHaveCount(0);
  await expect(composer(page)).toHaveValue("a🫖b");
  await expect(composer(page)).toBeFocused();

  await way.click();
  await expect(panel(page).getByRole("group", { name: "Recently used" }).getByRole("button")).toHaveText(["🫖"]);
  await find(panel(page)).fill("spain");
  await expect(panel(page).getByRole("group", { name: "Found" }).getByRole("button").first()).toHaveText("🇪🇸");
  await find(panel(page)).press("Enter");
  await expect(composer(page)).toHaveValue("a🫖🇪🇸b");

  await way.click();
  await find(panel(page)).fill("heart");
  const found = panel(page).getByRole("group", { name: "Found" }).getByRole("button");
  await expect(found.nth(9)).toBeVisible();
  await find(panel(page)).press("ArrowDown");
  await expect(found.first()).toBeFocused();
  await found.first().press("ArrowRight");
  await found.nth(1).press("ArrowDown");
  await expect(found.nth(9)).toBeFocused();
  await found.nth(9).press("Escape");
  await expect(panel(page)).toHaveCount(0);
  await expect(composer(page)).toBeFocused();

  await way.click();
  await find(panel(page)).fill("no emoji is called so");
  await expect(panel(page).getByRole("status")).toHaveText("No emoji is called that.");
  // Beside the emoji, which stand over the rest of it.
  await log(page).click({ position: { x: 20, y: 20 } });
  await expect(panel(page)).toHaveCount(0);
});

test("MSG-5 MSG-7 a reaction is chosen among all emoji", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "tea?");
  const { page } = bob;
  await row(page, "tea?").hover();
  await row(page, "tea?").getByRole("button", { name: "Message actions" }).click();
  await row(page, "tea?").getByRole("menuitem", { name: "React" }).click();
  const question = page.getByRole("dialog", { name: "React to this message" });
  await question.getByRole("button", { name: "All emoji" }).click();
  await find(question).fill("teapot");
  await accessible(page);
  await question.getByRole("button", { name: "teapot", exact: true }).click();
  await expect(question).toBeHidden();
  const reactions = row(ann.page, "tea?").getByRole("list", { name: "Reactions" }).getByRole("button");
  await expect(reactions).toHaveText([/🫖\s*1/]);
  await expect(row(page, "tea?")).toBeFocused();
});

test("MSG-7 where the names of emoji cannot be had one is told, and tries again", async ({ person }) => {
  // A worker that has kept them would answer.
  const [ann, bob] = [await person("Ann", { serviceWorkers: "block" }), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await page.route("**/emoji.json", (route) => route.abort());
  await page.getByRole("button", { name: "Emoji", exact: true }).click();
  await expect(panel(page).getByRole("alert")).toContainText("The emoji could not be loaded.");
  await accessible(page);
  await page.unroute("**/emoji.json");
  await panel(page).getByRole("button", { name: "Try again" }).click();
  await expect(panel(page).getByRole("button", { name: "grinning face", exact: true })).toBeVisible();
});

test("MSG-7 SYN-10 without a network emoji are picked as ever", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await kept(ann.page);
  await ann.context.setOffline(true);
  await ann.page.getByRole("button", { name: "Emoji", exact: true }).click();
  await panel(ann.page).getByRole("button", { name: "grinning face", exact: true }).click();
  await expect(composer(ann.page)).toHaveValue("😀");
});

test("MSG-7 on a phone the emoji fit above the field, and bring up no keyboard", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await page.getByRole("button", { name: "Emoji", exact: true }).tap();
  await expect(panel(page)).toBeInViewport({ ratio: 1 });
  await expect(find(panel(page))).not.toBeFocused();
  await expect(panel(page).getByRole("group", { name: "Choose an emoji" })).toBeFocused();
  await accessible(page);
  await log(page).tap({ position: { x: 20, y: 20 } });
  await expect(panel(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Emoji", exact: true }).tap();
  await panel(page).getByRole("button", { name: "grinning face", exact: true }).tap();
  await expect(panel(page)).toHaveCount(0);
  await expect(composer(page)).toHaveValue("😀");
});
