import { fill } from "../world/fill.ts";
import { alive, expect, test } from "../world/index.ts";
import { log, together } from "../world/talk.ts";

test("MSG-6 a history of thousands keeps the document small and scrolls without a jump", async ({ person }) => {
  test.setTimeout(180_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await fill(ann, id, 600);
  await ann.page.goto(`/messages/${id}`);
  await alive(ann.page);
  const rows = log(ann.page).locator("[data-message]");
  await expect(rows.last()).toContainText("message 600");
  const first = log(ann.page).getByText("message 1", { exact: true });
  await log(ann.page).hover();
  for (let turn = 0; turn < 400; turn++) {
    await ann.page.mouse.wheel(0, -1500);
    expect(await rows.count()).toBeLessThanOrEqual(120);
    if (await first.count()) break;
    await ann.page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await expect(first).toBeVisible();
});
