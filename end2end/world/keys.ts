import type { Locator } from "@playwright/test";
import { expect } from "./index.ts";

/** Steps after which something counts as out of reach. */
const MANY = 60;

/**
 * Goes there by this key alone; where the focus is there already it stays. It fails behind the last element too: there the
 * focus goes on to the browser's own bar, and what is pressed then is heard by the page but presses no button of it.
 */
export async function tabTo(goal: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await expect(goal.first()).toBeAttached();
  const isThere = () => goal.evaluateAll((found) => found.some((one) => one === document.activeElement));
  for (let steps = 0; !(await isThere()); steps++) {
    expect(steps, `${key} reaches ${goal}`).toBeLessThan(MANY);
    await goal.page().keyboard.press(key);
    expect(await goal.page().evaluate(() => document.hasFocus()), `${key} reaches ${goal} before it leaves the page`).toBe(true);
  }
}
