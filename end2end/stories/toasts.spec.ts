import type { Locator, Page } from "@playwright/test";
import { expect, test, wear } from "../world/index.ts";
import { composer, log, row, say, together } from "../world/talk.ts";

/** Has something said that shows for a few seconds. */
async function copy(page: Page, words: string): Promise<Locator> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: "Copy text" }).click();
  return page.getByRole("button", { name: "Dismiss" });
}

for (const width of [390, 1440]) {
  test(`QUA-7 what is said for a few seconds stands between the header and the composer, and can be seen to be dismissed (${width})`, async ({ person }) => {
    const [ann, bob] = [await person("Ann", { viewport: { width, height: 844 } }), await person("Bob")];
    await together(ann, bob);
    const { page } = ann;
    await say(page, "at noon");
    for (const theme of ["light", "dark"] as const) {
      await wear(page, theme);
      const dismiss = await copy(page, "at noon");
      await expect(dismiss).toBeVisible();
      const [ink, ground] = await dismiss.evaluate((button) => [
        getComputedStyle(button).color,
        getComputedStyle(button.parentElement ?? button).backgroundColor,
      ]);
      expect(ink).not.toBe(ground);
      const [said, field, around] = [await dismiss.boundingBox(), await composer(page).boundingBox(), await log(page).boundingBox()];
      if (!said || !field || !around) throw new Error("all are drawn");
      expect(said.y).toBeGreaterThan(around.y);
      expect(said.y + said.height).toBeLessThanOrEqual(field.y);
      await dismiss.click();
      await expect(dismiss).toHaveCount(0);
    }
  });
}
