import { alive, expect, test } from "../world/index.ts";
import { published } from "../world/posts.ts";

test("COM-6 what visitors are given alike comes to life for each of them, and has what was published since", async ({
  person,
  browser,
  server,
}) => {
  const ann = await person("Ann");
  const tag = `alike-${ann.handle.slice(-8)}`;
  await published(ann, { kind: "post", title: "Walk 1", tags: [tag] });
  for (const titles of [["Walk 1"], ["Walk 1"], ["Walk 2", "Walk 1"]]) {
    if (titles.length === 2) await published(ann, { kind: "post", title: "Walk 2", tags: [tag] });
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    const refused: string[] = [];
    page.on("console", (line) => {
      if (line.type() === "error") refused.push(line.text());
    });
    await expect(async () => {
      await page.goto(`/tags/${tag}`);
      await expect(page.getByRole("feed").getByRole("article").getByRole("heading")).toHaveText(titles, { timeout: 1_000 });
    }).toPass();
    await alive(page);
    expect(refused, "the policy of the page allows what is in it").toEqual([]);
    await context.close();
  }
});
