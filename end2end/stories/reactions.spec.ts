import type { Locator, Page } from "@playwright/test";
import { accessible, alive, expect, test } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { another, device } from "../world/tabs.ts";
import { insist, online, row, said, say, together } from "../world/talk.ts";

/** Chooses one of the six for the message that holds these words. */
async function react(page: Page, words: string, name: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: "React" }).click();
  await question(page).getByRole("button", { name, exact: true }).click();
  await expect(question(page)).toBeHidden();
}

function question(page: Page): Locator {
  return page.getByRole("dialog", { name: "React to this message" });
}

/** The reactions to a message, each with who chose it. */
function reactions(page: Page, words: string): Locator {
  return row(page, words).getByRole("list", { name: "Reactions" }).getByRole("button");
}

/** What is heard of them, in order. */
async function heard(page: Page, words: string): Promise<(string | null)[]> {
  return reactions(page, words).evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
}

test("MSG-5 reactions are counted live in the order of first use, say who reacted, and one's own are marked", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "tea?");
  await expect(row(bob.page, "tea?")).toHaveCount(1);
  await react(bob.page, "tea?", "Thumbs up");
  await expect(row(bob.page, "tea?")).toBeFocused();
  await expect.poll(() => heard(ann.page, "tea?")).toEqual(["👍 1: Bob"]);
  await expect(reactions(ann.page, "tea?")).toHaveAttribute("aria-pressed", "false");
  await react(ann.page, "tea?", "Party");
  await reactions(ann.page, "tea?").first().click();
  await expect.poll(() => heard(ann.page, "tea?")).toEqual(["👍 2: You, Bob", "🎉 1: You"]);
  await expect.poll(() => heard(bob.page, "tea?")).toEqual(["👍 2: You, Ann", "🎉 1: Ann"]);
  await expect(reactions(bob.page, "tea?").first()).toHaveText(/👍\s*2/);
  await expect(reactions(bob.page, "tea?").first()).toHaveAttribute("aria-pressed", "true");
  await expect(reactions(bob.page, "tea?").first()).toHaveAttribute("title", "You, Ann");
  await accessible(bob.page);

  await reactions(bob.page, "tea?").first().press("Enter");
  await expect(reactions(bob.page, "tea?").first()).toBeFocused();
  await expect.poll(() => heard(ann.page, "tea?")).toEqual(["👍 1: You", "🎉 1: You"]);
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await expect.poll(() => heard(bob.page, "tea?")).toEqual(["👍 1: Ann", "🎉 1: Ann"]);
});

test("QUA-7 MSG-5 what asks for a reaction begins with the first emoji, which Enter takes", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(bob.page, "tea?");
  const { page } = ann;
  await row(page, "tea?").hover();
  await row(page, "tea?").getByRole("button", { name: "Message actions" }).click();
  await row(page, "tea?").getByRole("menuitem", { name: "React" }).click();
  await expect(question(page).getByRole("button", { name: "Thumbs up", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question(page)).toBeHidden();
  await expect.poll(() => heard(page, "tea?")).toEqual(["👍 1: You"]);
});

test("MSG-5 any other emoji can be typed, and what is none is refused with a reason", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "tea?");
  await expect(row(bob.page, "tea?")).toHaveCount(1);
  const type = async (emoji: string) => {
    await row(bob.page, "tea?").hover();
    await row(bob.page, "tea?").getByRole("button", { name: "Message actions" }).click();
    await row(bob.page, "tea?").getByRole("menuitem", { name: "React" }).click();
    await question(bob.page).getByRole("textbox", { name: "Another emoji" }).fill(emoji);
    await accessible(bob.page);
    await question(bob.page).getByRole("button", { name: "React" }).click();
  };
  await type("🫖");
  await expect.poll(() => heard(ann.page, "tea?")).toEqual(["🫖 1: Bob"]);
  await type("fine");
  const refused = row(bob.page, "tea?").getByRole("alert");
  await expect(refused).toContainText("The reaction has to be one emoji.");
  await expect.poll(() => heard(bob.page, "tea?")).toEqual(["🫖 1: You"]);
  await accessible(bob.page);
  await refused.getByRole("button", { name: "Leave it" }).click();
  await expect(refused).toHaveCount(0);
  await expect.poll(() => heard(ann.page, "tea?")).toEqual(["🫖 1: Bob"]);
});

test("MSG-5 SYN-8 without a network a reaction stands at once, also to what was not sent yet, and goes out after it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "stored");
  await expect(row(bob.page, "stored")).toHaveCount(1);
  await ann.context.setOffline(true);
  await react(ann.page, "stored", "Heart");
  await say(ann.page, "fresh");
  await react(ann.page, "fresh", "Party");
  await expect.poll(() => heard(ann.page, "fresh")).toEqual(["🎉 1: You"]);
  await expect.poll(() => heard(ann.page, "stored")).toEqual(["\u2764\ufe0f 1: You"]);
  await expect(reactions(bob.page, "stored")).toHaveCount(0);
  await ann.context.setOffline(false);
  await expect.poll(() => heard(bob.page, "fresh"), { timeout: 40_000 }).toEqual(["🎉 1: Ann"]);
  await expect.poll(() => heard(bob.page, "stored")).toEqual(["\u2764\ufe0f 1: Ann"]);
  await expect.poll(() => stored(ann.page, "operations"), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => heard(ann.page, "fresh")).toEqual(["🎉 1: You"]);
});

test("MSG-5 SYN-11 tabs and devices agree on reactions, and who was away finds them", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "tea?");
  await expect(row(bob.page, "tea?")).toHaveCount(1);
  const [tab, second] = [await another(ann), await device(ann)];
  await online(second);
  await bob.page.goto("/settings/profile");
  await expect(row(second, "tea?")).toHaveCount(1);
  await react(second, "tea?", "Thumbs up");
  for (const page of [ann.page, tab, second]) await expect.poll(() => heard(page, "tea?")).toEqual(["👍 1: You"]);
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await expect.poll(() => heard(bob.page, "tea?")).toEqual(["👍 1: Ann"]);
});

test("MSG-5 reactions go with a message that is deleted", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "tea?");
  await expect(row(bob.page, "tea?")).toHaveCount(1);
  await react(bob.page, "tea?", "Thumbs up");
  await expect(reactions(ann.page, "tea?")).toHaveCount(1);
  await row(ann.page, "tea?").hover();
  await row(ann.page, "tea?").getByRole("button", { name: "Message actions" }).click();
  await row(ann.page, "tea?").getByRole("menuitem", { name: "Delete" }).click();
  await insist(ann.page);
  for (const page of [ann.page, bob.page]) {
    await expect.poll(() => said(page)).toEqual(["Message deleted"]);
    await expect(row(page, "Message deleted").getByRole("button")).toHaveCount(0);
  }
});

test("MSG-5 by keys one hears who reacted, reacts, and takes that back; Tab stops nowhere in between", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "tea?");
  await expect(row(bob.page, "tea?")).toHaveCount(1);
  await react(ann.page, "tea?", "Thumbs up");
  const { page } = bob;
  await expect.poll(() => heard(page, "tea?")).toEqual(["👍 1: Ann"]);
  await expect(row(page, "tea?")).toHaveAccessibleDescription("Reactions: 👍 Ann");
  const stops = row(page, "tea?").locator("a, button").and(page.locator(":not([tabindex='-1'])"));
  await expect(stops).toHaveCount(0);
  await expect(row(page, "tea?").getByRole("button", { name: "Message actions" })).toHaveCount(1);

  const ask = async () => {
    await row(page, "tea?").press("Enter");
    // The menu takes the focus in the frame after it was drawn, from whatever has it by then.
    await expect(row(page, "tea?").getByRole("menuitem").first()).toBeFocused();
    await row(page, "tea?").getByRole("menuitem", { name: "React" }).press("Enter");
    await expect(question(page)).toBeVisible();
  };
  const chosen = question(page).getByRole("list", { name: "Who reacted" }).getByRole("button");
  await ask();
  await expect(chosen).toHaveText([/👍\s*Ann/]);
  await accessible(page);
  await chosen.press("Enter");
  await expect(question(page)).toBeHidden();
  await expect(row(page, "tea?")).toBeFocused();
  await expect.poll(() => heard(ann.page, "tea?")).toEqual(["👍 2: You, Bob"]);
  await ask();
  await expect(chosen).toHaveText([/👍\s*You, Ann/]);
  await expect(chosen).toHaveAttribute("aria-pressed", "true");
  await chosen.press("Enter");
  await expect.poll(() => heard(ann.page, "tea?")).toEqual(["👍 1: You"]);
  await expect(row(page, "tea?")).toBeFocused();
});
