import { accessible, alive, expect, test } from "../world/index.ts";
import { opened } from "../world/posts.ts";

const ARTICLE = `| Bread | Hours, at sixteen degrees, with the door closed and nobody in a hurry | Flour, the one from the mill by the river |
|---|---:|---|
| Rye[^1] | 18 | 500 g |

\`\`\`rust
// enough
let hours: u32 = 18;
\`\`\`

- [x] flour

It takes $a_1 * b_1$.

[^1]: Of last year.`;

test("COM-1 tables, notes, listings, tasks and mathematics are the same in the preview, on the page and without JavaScript", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/new");
  await page.getByRole("textbox", { name: "Text" }).fill(ARTICLE);
  const drawn = async (within: ReturnType<typeof page.locator>) => {
    await expect(within.getByRole("columnheader", { name: "Bread" })).toHaveAttribute("scope", "col");
    await expect(within.getByRole("cell", { name: "18" })).toBeVisible();
    await expect(within.locator("pre span.text-code-keyword").first()).toHaveText("let");
    await expect(within.locator("pre span.text-code-comment")).toHaveText("// enough");
    await expect(within.getByRole("img", { name: "Done:" })).toBeVisible();
    await expect(within.locator("p code")).toHaveText("$a_1 * b_1$");
    await expect(within.getByRole("list", { name: "Notes" })).toContainText("Of last year.");
  };
  await drawn(page.getByRole("region", { name: "Preview" }));
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\/p\//);
  await drawn(page.getByRole("main"));
  await accessible(page);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(page.url());
  await drawn(plain.getByRole("main"));
  await context.close();
});

test("COM-1 a note is led to and back, and a table scrolls within itself on a phone", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, "/new");
  const wide = [Array(12).fill("Column").join("|"), Array(12).fill("---").join("|")].join("\n");
  await page.getByRole("textbox", { name: "Text" }).fill(`${wide}\n\n${ARTICLE}`);
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\/p\//);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.reload();
  await alive(page);
  const table = page.getByRole("group", { name: "Table" }).first();
  expect(await table.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  await page.getByRole("link", { name: "Note 1", exact: true }).click();
  await expect(page).toHaveURL(/#post-[0-9a-f-]{36}-note-1$/);
  await page.getByRole("link", { name: "Back to where note 1 belongs" }).click();
  await expect(page).toHaveURL(/#post-[0-9a-f-]{36}-at-1$/);
});
