import type { Page } from "@playwright/test";
import { expect, test } from "../world/index.ts";
import { answer, comment, opened, published } from "../world/posts.ts";

/** What the head of a page says. */
async function head(page: Page, path: string) {
  await page.goto(path);
  const said = (mark: string, attribute: string) => page.locator(mark).first().getAttribute(attribute);
  return {
    canonical: await said("link[rel=canonical]", "href"),
    title: await said("meta[property='og:title']", "content"),
    description: await said("meta[name=description]", "content"),
  };
}

test("COM-11 every public page says what it is, leads to its feed, and is in the list of all pages", async ({ person, server, browser }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const tag = `walks-${ann.handle.slice(-8)}`;
  const id = await published(ann, { title: "Where do we walk?", tags: [tag] });
  await answer(bob, id, "Along the river.");
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  const read = async (path: string) => {
    const told = await context.request.get(path);
    expect(told.ok(), path).toBe(true);
    return told.text();
  };
  const question = `/p/${id}/where-do-we-walk`;
  for (const path of ["/", "/questions", "/tags", `/tags/${tag}`, `/u/${ann.handle}`, `/u/${ann.handle}/followers`, "/about", question]) {
    const said = await head(page, path);
    expect(said.canonical, path).toBe(`${server.url}${path}`);
    expect(said.title?.length, path).toBeGreaterThan(0);
    expect(said.description?.length, path).toBeGreaterThan(0);
  }
  for (const path of [`/tags/${tag}`, `/u/${ann.handle}`]) {
    await page.goto(path);
    await expect(page.locator("link[type='application/atom+xml']")).toHaveAttribute("href", `${server.url}${path}/feed.atom`);
    expect(await read(`${path}/feed.atom`)).toContain("<title>Where do we walk?</title>");
  }
  await page.goto(question);
  const structured = JSON.parse((await page.locator("script[type='application/ld+json']").textContent()) ?? "{}");
  expect(structured).toMatchObject({ "@context": "https://schema.org", "@type": "QAPage" });
  expect(structured.mainEntity).toMatchObject({
    "@type": "Question",
    name: "Where do we walk?",
    answerCount: 1,
    suggestedAnswer: [{ "@type": "Answer", text: "Along the river." }],
  });
  const lists = (await read("/sitemap.xml")).matchAll(/<loc>([^<]*)<\/loc>/g);
  const listed = (await Promise.all([...lists].map(([, list]) => read(new URL(list as string).pathname)))).join("");
  for (const path of [question, `/tags/${tag}`, `/u/${ann.handle}`]) {
    expect(listed).toContain(`<loc>${server.url}${path}</loc>`);
  }
  expect(await read("/robots.txt")).toContain(`Sitemap: ${server.url}/sitemap.xml`);
  await context.close();
});

test("COM-11 the one address of a page and its feed are told anew as one goes on in the browser, and the feed is a press away", async ({ person, server }) => {
  const ann = await person("Ann");
  const [walks, hills] = ["walks", "hills"].map((word) => `${word}-${ann.handle.slice(-8)}`);
  await published(ann, { title: "Where do we walk?", tags: [walks, hills] });
  const page = await opened(ann, `/tags/${walks}`);
  await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", `${server.url}/tags/${walks}`);
  await page.getByRole("article").getByRole("link", { name: `#${hills}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `#${hills}` })).toBeVisible();
  await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", `${server.url}/tags/${hills}`);
  await expect(page.locator("link[type='application/atom+xml']")).toHaveAttribute("href", `${server.url}/tags/${hills}/feed.atom`);
  const feed = page.getByRole("main").getByRole("link", { name: "Atom feed" });
  await expect(feed).toHaveAttribute("href", `/tags/${hills}/feed.atom`);
  for (const path of [`/u/${ann.handle}`, "/?show=top"]) {
    await page.goto(path);
    await expect(feed).toHaveAttribute("href", `${path.split("?")[0].replace(/\/$/, "")}/feed.atom`);
  }
});

test("COM-9 the link to an entry is copied, leads to its very place, and is the same without JavaScript", async ({ person, server, browser }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann, { title: "Where do we walk?" });
  await answer(bob, id, "Along the river.");
  const said = await comment(bob, id, "Which hill?");
  await ann.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await opened(ann, `/p/${id}`);
  const remark = page.getByRole("listitem").filter({ hasText: "Which hill?" });
  const address = `/p/${id}/where-do-we-walk?at=comment-${said}#comment-${said}`;
  await expect(remark.getByRole("link", { name: "Copy link" })).toHaveAttribute("href", address);
  await remark.getByRole("link", { name: "Copy link" }).click();
  await expect(page.getByText("Copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.url}${address}`);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(address);
  await expect(plain.locator(`#comment-${said}`)).toBeInViewport();
  await context.close();
});
