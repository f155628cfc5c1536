import { alive, controlled, expect, stay, test } from "../world/index.ts";
import { composer, log, row, say, together } from "../world/talk.ts";

const OPERATIONS = "**/rpc/operations";
const ON_ITS_WAY = /sent|delivered|read/;

test("SYN-8 the log-in page of a network is not taken for the server: the message waits and arrives once", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  let tries = 0;
  await controlled(ann.page);
  await ann.page.route(OPERATIONS, (route) => {
    if (route.request().postData()?.includes("message.send")) tries += 1;
    return route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html><title>Our network</title><p>Log in." });
  });
  await say(ann.page, "from the station");
  await expect.poll(() => tries).toBeGreaterThan(1);
  await expect(row(ann.page, "from the station")).toHaveAttribute("data-state", "sending");
  await ann.page.unroute(OPERATIONS);
  await expect(row(bob.page, "from the station")).toHaveCount(1, { timeout: 40_000 });
  await expect(row(ann.page, "from the station")).toHaveAttribute("data-state", ON_ITS_WAY);
  await expect(row(ann.page, "from the station")).toHaveCount(1);
});

test("SYN-8 a message that the server puts off says why it waits, and goes out by itself", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const page = ann.page;
  await controlled(page);
  await page.route(OPERATIONS, (route) =>
    route.fulfill({ status: 429, contentType: "application/problem+json", headers: { "Retry-After": "1" }, body: '{"code":"slow"}' }),
  );
  await say(page, "the first of many");
  await say(page, "the second of many");
  await expect(row(page, "the first of many")).toHaveAttribute("data-state", "slowed");
  const why = "Waiting: too many messages at once";
  await expect(row(page, "the second of many")).toContainText(why);
  await expect(log(page).getByText(why)).toHaveCount(1);
  await page.unroute(OPERATIONS);
  await expect(row(bob.page, "the second of many")).toHaveCount(1, { timeout: 40_000 });
  await expect(row(page, "the second of many")).toHaveAttribute("data-state", ON_ITS_WAY);
  await expect(log(page).getByText(why)).toHaveCount(0);
});

test("SYN-8 what waits to be sent survives the way over a profile, with and without an answer of the server", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const page = ann.page;
  await controlled(page);
  await page.route(OPERATIONS, (route) => route.abort());
  await say(page, "still waiting");
  await expect(row(page, "still waiting")).toHaveAttribute("data-state", "sending");
  await page.locator("section header").getByRole("link", { name: /Bob/ }).click();
  await expect(page).toHaveURL(new RegExp(`/u/${bob.handle}$`));

  const message = page.getByRole("button", { name: "Message", exact: true });
  await page.route("**/rpc/open_conversation", (route) => route.abort());
  await message.click();
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
  await page.unroute("**/rpc/open_conversation");
  await message.click();
  await expect(page).toHaveURL(new RegExp(`/messages/${id}$`));
  await expect(row(page, "still waiting")).toHaveAttribute("data-state", "sending");
  await page.unroute(OPERATIONS);
  await expect(row(bob.page, "still waiting")).toHaveCount(1, { timeout: 40_000 });
});

test("MSG-1 half a message is there again after a look at the settings", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const page = ann.page;
  await composer(page).fill("half a thought");
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(/\/settings/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ }).click();
  const entry = page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ });
  await expect(entry).toContainText("Draft: half a thought");
  await entry.click();
  await expect(composer(page)).toHaveValue("half a thought");
  await composer(page).press("Enter");
  await expect(row(bob.page, "half a thought")).toHaveCount(1);
  await expect(composer(page)).toHaveValue("");
});

test("SYN-8 the list and what waits in it are there without the server after a look at the settings", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const page = ann.page;
  await controlled(page);
  await page.route("**/rpc/**", (route) => route.abort());
  await say(page, "written in the tunnel");
  await expect(row(page, "written in the tunnel")).toHaveAttribute("data-state", "sending");
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(/\/settings/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ }).click();
  const entry = page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ });
  await expect(entry).toContainText("Sending: written in the tunnel");
  await entry.click();
  await expect(row(page, "written in the tunnel")).toHaveAttribute("data-state", "sending");
  await page.unroute("**/rpc/**");
  await expect(row(bob.page, "written in the tunnel")).toHaveCount(1, { timeout: 40_000 });
  await expect(row(page, "written in the tunnel")).toHaveAttribute("data-state", ON_ITS_WAY);
  await say(bob.page, "back in the light");
  await expect(row(page, "back in the light")).toBeVisible();
  await expect(entry).toContainText("back in the light");
});

test("MSG-1 SYN-7 who leaves with half a message is asked first where neither the browser nor the server has it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await ann.page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await together(ann, bob);
  const page = ann.page;
  await controlled(page);
  await page.route(OPERATIONS, (route) => route.abort());
  await composer(page).pressSequentially("half a thought");
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(/\/settings/);
  expect(await stay(page)).toBe("beforeunload");
  await page.goBack();
  await expect(composer(page)).toHaveValue("half a thought");
});
