import { fill, pair } from "../world/fill.ts";
import { accessible, alive, controlled, expect, kept, test } from "../world/index.ts";
import { refuse } from "../world/refusal.ts";
import { back, composer, log, online, open, row, said, say, there, together } from "../world/talk.ts";

test("MSG-1 MSG-2 two people find each other and talk, live", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await bob.page.goto("/messages");
  await alive(bob.page);
  await online(bob.page);
  await open(ann, bob);
  await say(ann.page, "Hello Bob");
  const entry = bob.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Ann/ });
  await expect(entry).toContainText("Hello Bob");
  await expect(entry).toContainText("1");
  await entry.click();
  await expect(row(bob.page, "Hello Bob")).toBeVisible();
  await say(bob.page, "Hello Ann");
  await expect(row(ann.page, "Hello Ann")).toBeVisible();
  await accessible(ann.page);
});

test("MSG-2 the row stands there before the server has answered, and stays the same node", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await controlled(ann.page);
  await ann.page.route("**/rpc/operations", async (route) => {
    if (route.request().postData()?.includes("message.send")) await held;
    await route.continue();
  });
  await say(ann.page, "Is this thing on?");
  const mine = row(ann.page, "Is this thing on?");
  await expect(mine).toHaveAttribute("data-state", "sending");
  await mine.evaluate((node) => ((node as HTMLElement & { mark?: boolean }).mark = true));
  release();
  await expect(mine).toHaveAttribute("data-state", /sent|delivered|read/);
  expect(await mine.evaluate((node) => (node as HTMLElement & { mark?: boolean }).mark)).toBe(true);
  await expect(row(bob.page, "Is this thing on?")).toHaveCount(1);
});

test("MSG-1 times are told where the one who looks is, in tooltips too", async ({ person }) => {
  // Nowhere in the world is further from UTC, and nobody there changes their clocks.
  const [ann, bob] = [await person("Ann", { timezoneId: "Pacific/Kiritimati" }), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "Good morning");
  const entry = ann.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ });
  await expect(entry).toContainText("Good morning");
  const time = row(ann.page, "Good morning").locator("time");
  const at = new Date(Date.parse((await time.getAttribute("datetime")) ?? "") + 14 * 60 * 60 * 1000).toISOString();
  await expect(time).toHaveText(at.slice(11, 16));
  const words = new RegExp(`^${Number(at.slice(8, 10))} \\w+ ${at.slice(0, 4)}, ${at.slice(11, 16)}$`);
  await expect(time).toHaveAttribute("title", words);
  await expect(entry.locator("time")).toHaveAttribute("title", words);
});

test("MSG-4 typing, presence and receipts are seen by the other one", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await composer(bob.page).pressSequentially("Wait");
  await expect(ann.page.getByText(/typing/).first()).toBeVisible();
  await say(bob.page, "Wait a moment");
  await expect(there(ann.page)).toHaveText("online");
  await say(ann.page, "Take your time");
  await expect(row(ann.page, "Take your time")).toHaveAttribute("data-state", "read");
  await bob.page.goto("about:blank");
  await expect(there(ann.page)).toHaveText(/^last seen/);
  await say(ann.page, "Are you gone?");
  await expect(row(ann.page, "Are you gone?")).toHaveAttribute("data-state", "sent");
});

test("MSG-4 nobody is shown as writing what they have just said, however late their sign comes", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await bob.page.routeWebSocket(/\/ws/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage(async (frame) => {
      if (`${frame}`.includes('"typing"')) await held;
      server.send(frame);
    });
  });
  const sign = new Promise<void>((came) => {
    ann.page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => `${payload}`.includes('"typing"') && came());
    });
  });
  await together(ann, bob);
  await composer(bob.page).pressSequentially("Wait");
  await composer(bob.page).press("Enter");
  await expect(row(ann.page, "Wait")).toBeVisible();
  release();
  await sign;
  await ann.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  expect(await ann.page.getByText(/typing/).count()).toBe(0);
});

test("MSG-4 what reaches somebody who is elsewhere is delivered and not read, and who stops writing writes no more", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await fill(bob, await pair(ann, bob), 1);
  await together(ann, bob);
  await expect(there(ann.page)).toHaveText("online");
  // One sign of writing, and silence from then on.
  await composer(bob.page).fill("Half a");
  await expect(there(ann.page)).toHaveText("Bob is typing…");
  await bob.page.getByRole("link", { name: "Settings" }).click();
  await expect(bob.page.getByRole("navigation", { name: "Settings" })).toBeVisible();
  await say(ann.page, "Take your time");
  const mine = row(ann.page, "Take your time");
  await expect(mine).toHaveAttribute("data-state", "delivered");
  await expect(mine.getByRole("img", { name: "Delivered" })).toBeVisible();
  await expect(there(ann.page)).toHaveText("online");
  await expect(mine).toHaveAttribute("data-state", "delivered");
});

test("MSG-4 what was said while somebody was away has reached them once they are back, on whatever page", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await ann.page.goto(`/messages/${id}`);
  await alive(ann.page);
  await online(ann.page);
  await say(ann.page, "For when you are back");
  const mine = row(ann.page, "For when you are back");
  await expect(mine).toHaveAttribute("data-state", "sent");
  await bob.page.goto("/settings/appearance");
  await alive(bob.page);
  await expect(mine).toHaveAttribute("data-state", "delivered");
});

test("MSG-4 ACC-9 who opens a conversation reaches nobody with it and learns nothing until there is an answer", async ({ person }) => {
  const [eve, bob] = [await person("Eve"), await person("Bob")];
  await bob.page.goto("/messages");
  await alive(bob.page);
  await online(bob.page);
  await open(eve, bob);
  await online(eve.page);
  const entry = bob.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Eve/ });
  await expect(there(eve.page)).toHaveText(`@${bob.handle}`);
  await composer(eve.page).pressSequentially("Psst");
  await expect(entry).toHaveCount(0);
  await composer(eve.page).press("Enter");
  await expect(row(eve.page, "Psst")).toHaveAttribute("data-state", /sent|delivered/);
  await expect(entry).toContainText("Psst");
  await expect(there(eve.page)).toHaveText(`@${bob.handle}`);
  await entry.click();
  await say(bob.page, "Who is there?");
  await expect(there(eve.page)).toHaveText("online");
});

test("MSG-3 SYN-4 the program is killed in mid-conversation: nothing is missing, nothing double", { tag: "@main" }, async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "before 1");
  await expect(row(bob.page, "before 1")).toBeVisible();
  await server.kill();
  await say(ann.page, "during 1");
  await say(bob.page, "during 2");
  await say(ann.page, "during 3");
  await expect(row(ann.page, "during 3")).toHaveAttribute("data-state", "sending");
  await server.run();
  for (const page of [ann.page, bob.page]) {
    for (const words of ["during 1", "during 2", "during 3"]) {
      await expect(row(page, words)).toHaveCount(1, { timeout: 40_000 });
    }
  }
  await expect(row(ann.page, "during 3")).toHaveAttribute("data-state", "read", { timeout: 40_000 });
  await say(bob.page, "after");
  await expect(row(ann.page, "after")).toBeVisible();
  expect(await said(ann.page)).toEqual(await said(bob.page));
});

test("SYN-3 SYN-4 the network is cut on one side for a while", async ({ person }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  // A worker that could not be had would be an error of the page.
  await kept(bob.page);
  await bob.context.setOffline(true);
  const cut = Date.now();
  await say(bob.page, "from the tunnel");
  await say(ann.page, "one");
  await say(ann.page, "two");
  await expect(bob.page.getByRole("status").filter({ hasText: /Offline|Reconnecting/ })).toBeVisible({ timeout: 40_000 });
  // The story is about half a minute without a network.
  await bob.page.waitForTimeout(Math.max(0, cut + 30_000 - Date.now()));
  await bob.context.setOffline(false);
  for (const words of ["one", "two", "from the tunnel"]) {
    await expect(row(bob.page, words)).toHaveCount(1);
    await expect(row(ann.page, words)).toHaveCount(1);
  }
  await expect.poll(async () => said(ann.page)).toEqual(await said(bob.page));
});

test("MSG-1 unread counts follow what is read, in every tab", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await bob.page.goto("/messages");
  await alive(bob.page);
  await online(bob.page);
  const second = await bob.context.newPage();
  await second.goto("/messages");
  await alive(second);
  await online(second);
  await say(ann.page, "one");
  await say(ann.page, "two");
  const entry = second.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Ann/ });
  await expect(entry).toHaveAccessibleName(/2 unread/);
  await bob.page.goto(`/messages/${id}`);
  await expect(row(bob.page, "two")).toBeVisible();
  await expect(entry).not.toHaveAccessibleName(/unread/);
});

test("MSG-2 SYN-8 what cannot be sent is kept with its reason, and its words go back to where they were written", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const allow = await refuse(ann.page, "message.send");
  await together(ann, bob);
  const [mine, field] = [row(ann.page, "never mind"), composer(ann.page)];
  await say(ann.page, "never mind");
  await expect(mine).toHaveAttribute("data-state", "failed");
  await expect(mine).toContainText("You may not do this.");
  await field.fill("after all");
  await mine.getByRole("button", { name: "Edit text" }).click();
  await expect(mine).toHaveCount(0);
  await expect(field).toHaveValue("never mind\nafter all");
  // Of several windows Firefox has one alone in front: what the page has chosen is asked for, not where keys go.
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
  await field.press("Enter");
  await expect(mine).toHaveAttribute("data-state", "failed");
  await allow();
  await mine.getByRole("button", { name: /Retry|Try again/ }).click();
  await expect(row(bob.page, "never mind")).toBeVisible();
  expect(await said(bob.page)).toEqual(["never mind\nafter all"]);
});

test("MSG-2 Enter sends and Shift+Enter breaks the line, or Enter breaks it for who wants that; Ctrl+Enter always sends", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  const field = composer(page);
  const twoLines = async (first: string, key: string, second: string) => {
    await field.pressSequentially(first);
    await field.press(key);
    await field.pressSequentially(second);
    await expect(field).toHaveValue(`${first}\n${second}`);
  };
  const send = async (key: string) => {
    await field.press(key);
    await expect(field).toHaveValue("");
  };
  await twoLines("one", "Shift+Enter", "two");
  await send("Enter");
  await field.fill("three");
  await send("Control+Enter");

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Keyboard" }).click();
  await page.getByRole("switch", { name: "Enter sends" }).uncheck();
  await back(page, /Bob/);
  await twoLines("four", "Enter", "five");
  await send("Control+Enter");
  await twoLines("six", "Shift+Enter", "seven");
  await send("Control+Enter");
  await expect.poll(() => said(bob.page)).toEqual(["one\ntwo", "three", "four\nfive", "six\nseven"]);
});

test("SYN-4 a page that was never opened opens while the server is away, and what was written arrives", { tag: "@main" }, async ({ person, server }) => {
  // Also where the browser keeps no application.
  const [ann, bob] = [await person("Ann", { serviceWorkers: "block" }), await person("Bob")];
  // There are more parts than a browser notes by itself.
  await ann.context.addInitScript(() => performance.setResourceTimingBufferSize(1000));
  await together(ann, bob);
  const ahead = await ann.page
    .locator("link[rel=prefetch]")
    .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
  expect(ahead.length).toBeGreaterThan(0);
  const loaded = () => ann.page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  await expect.poll(loaded).toEqual(expect.arrayContaining(ahead));
  await server.kill();
  await say(ann.page, "Written to nobody");
  await ann.page.getByRole("link", { name: "Settings" }).click();
  await expect(ann.page).toHaveURL(/\/settings/);
  await expect(ann.page.getByRole("navigation", { name: /settings/i })).toBeVisible();
  await server.run();
  await online(ann.page);
  await expect(row(bob.page, "Written to nobody")).toHaveCount(1, { timeout: 40_000 });
});
