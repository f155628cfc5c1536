import { held } from "../world/device.ts";
import { post } from "../world/fill.ts";
import { accessible, alive, expect, kept, questions, stay, test } from "../world/index.ts";
import { more } from "../world/profile.ts";
import { stored } from "../world/store.ts";
import { online, row, say, together } from "../world/talk.ts";

test("ACC-2 a status set without a network is shown at once and stored when the network is back", async ({ person }) => {
  const ann = await person("Ann");
  await ann.page.goto("/settings/profile");
  await alive(ann.page);
  await kept(ann.page);
  await ann.context.setOffline(true);
  await ann.page.getByLabel("Status", { exact: true }).fill("on a train");
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(ann.page.getByText("Kept here until the server can be reached.")).toBeVisible();
  await ann.context.setOffline(false);
  await expect(ann.page.getByText("Profile saved.")).toBeVisible({ timeout: 30_000 });
  const profile = await (await ann.context.request.get(`/api/accounts/${ann.handle}`)).json();
  expect(profile.profile.status).toBe("on a train");
});

test("ACC-2 SYN-7 one's own profile stands without a network as it was last changed, on whatever device, though nobody looked at it", async ({ person }) => {
  const ann = await person("Ann");
  const { page } = ann;
  const holds = (words: string) =>
    expect.poll(async () => (await stored(page, "replicas")).some((text) => text.includes('"profile":') && text.includes(words))).toBe(true);
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  await holds('"place":""');
  await post(ann, "/api/me", { profile: { place: "Lugo" } }, "patch");
  await holds('"place":"Lugo"');
  // What changes while no page is open is heard of by the next one.
  await page.goto("about:blank");
  await post(ann, "/api/me", { profile: { place: "Vigo" } }, "patch");
  await page.goto("/messages");
  await holds('"place":"Vigo"');
  await ann.context.setOffline(true);
  await page.goto("/settings/profile");
  await expect(page.getByLabel("Place")).toHaveValue("Vigo");
});

test("ACC-2 whatever people write about themselves, their page is no wider than a phone", async ({ person }) => {
  const ann = await person("Ann", { viewport: { width: 390, height: 844 } });
  const code = "x".repeat(200);
  await post(ann, "/api/me", {
    profile: {
      display_name: "W".repeat(80),
      status: "W".repeat(120),
      place: "W".repeat(60),
      pronouns: "W".repeat(40),
      links: [`https://${"w".repeat(60)}.example.org`],
      bio: `${"W".repeat(300)}\n\n- \`${code}\`\n\n> ${code}\n\n\`\`\`\n${code}\n\`\`\``,
    },
  }, "patch");
  await ann.page.goto(`/u/${ann.handle}`);
  await alive(ann.page);
  await expect(ann.page.getByRole("article")).toContainText(code);
  for (const width of [390, 320]) {
    await ann.page.setViewportSize({ width, height: 844 });
    const wide = await ann.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
    const inside = await ann.page.getByRole("article").evaluate((article) => article.scrollWidth - article.clientWidth);
    expect(inside).toBeLessThanOrEqual(0);
  }
  await accessible(ann.page);
});

test("ACC-2 a profile says live that somebody is there, and of oneself nothing of it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "Hello Bob");
  await expect(row(bob.page, "Hello Bob")).toBeVisible();
  await say(bob.page, "Hello Ann");
  await expect(row(ann.page, "Hello Ann")).toBeVisible();
  const card = ann.page.getByRole("article");
  await ann.page.goto(`/u/${bob.handle}`);
  await expect(card.locator("p").getByText("online", { exact: true })).toBeVisible();
  await bob.page.goto("about:blank");
  await expect(card.locator("p").getByText(/^last seen/)).toBeVisible();
  await expect(card).not.toContainText("online");

  await ann.page.goto(`/u/${ann.handle}`);
  await alive(ann.page);
  await online(ann.page);
  await expect(card).toContainText("Joined in");
  await expect(card).not.toContainText(/online|last seen/i);
});

test("ACC-2 a site may be typed without its https://, and the line that is no link is named", async ({ person }) => {
  const ann = await person("Ann");
  const page = ann.page;
  await page.goto("/settings/profile");
  await alive(page);
  await page.getByLabel("Links").fill("example.org/ann\n\njavascript:alert(1)");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Links")).toHaveAccessibleDescription(/Line 3 .* begins with https:\/\//);
  await expect(page.getByLabel("Links")).toBeFocused();
  await page.getByLabel("Links").fill("example.org/ann");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Profile saved.")).toBeVisible();
  await page.goto(`/u/${ann.handle}`);
  await expect(page.getByRole("link", { name: "example.org/ann" })).toHaveAttribute("href", "https://example.org/ann");
});

test("ACC-2 who leaves with something typed in the profile is asked first, and nobody else is", async ({ person }) => {
  const ann = await person("Ann");
  const page = ann.page;
  await page.goto("/settings/profile");
  await alive(page);
  const place = page.getByLabel("Place");
  await place.pressSequentially("Lugo");
  expect(await stay(page)).toBe("beforeunload");
  await expect(place).toHaveValue("Lugo");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Profile saved.")).toBeVisible();
  const asked = questions(page);
  await page.reload();
  await alive(page);
  await expect(place).toHaveValue("Lugo");
  expect(asked).toEqual([]);
});

test("ACC-2 what is typed in the profile and not saved stands there again after a look elsewhere, until it is given up", async ({ person }) => {
  const ann = await person("Ann");
  const page = ann.page;
  await page.goto("/settings/profile");
  await alive(page);
  const ways = page.getByRole("navigation", { name: "Settings" });
  const [place, status] = [page.getByLabel("Place"), page.getByLabel("Status", { exact: true })];
  await place.pressSequentially("Lugo");
  await ways.getByRole("link", { name: "Privacy" }).click();
  await expect(page.getByRole("heading", { name: "Privacy" })).toBeVisible();
  expect(await stay(page)).toBe("beforeunload");
  await ways.getByRole("link", { name: "Profile" }).click();
  await expect(place).toHaveValue("Lugo");
  await status.pressSequentially("away");
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Privacy" })).toBeVisible();
  await page.goForward();
  await expect(place).toHaveValue("Lugo");
  await expect(status).toHaveValue("away");
  await expect(page.getByText("Not saved yet.")).toBeVisible();

  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(place).toHaveValue("");
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeFocused();
  await expect(page.getByText("Not saved yet.")).toHaveCount(0);
  const asked = questions(page);
  await page.reload();
  await alive(page);
  expect(asked).toEqual([]);
});

test("ACC-2 what is given up goes out of every field of the profile, and what is typed while what is stored is read stays", async ({
  person,
}) => {
  const { page } = await person("Ann");
  await page.goto("/settings/profile");
  await alive(page);
  const field = (name: string) => page.getByLabel(name, { exact: true });
  await field("Place").fill("Lugo");
  await field("About you").fill("Walks a lot.");
  await field("Show the status").selectOption("For an hour");
  const release = await held(page, "**/rpc/read_own");
  const asked = page.waitForRequest("**/rpc/read_own");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await asked;
  await field("Pronouns").fill("she/her");
  release();
  for (const name of ["Place", "About you", "Show the status"]) await expect(field(name)).toHaveValue("");
  await expect(field("Pronouns")).toHaveValue("she/her");
  await expect(page.getByText("Not saved yet.")).toBeVisible();
});

test("ACC-2 QUA-7 a page of somebody asks for two things, and has the others behind a button that keys open and leave", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page } = ann;
  // In Firefox keys open what is native only in the page that is in front.
  await page.bringToFront();
  await page.goto(`/u/${bob.handle}`);
  await alive(page);
  const card = page.getByRole("article", { name: "Bob" });
  await expect(card.getByRole("button")).toHaveText([/^Follow/, /^Message/]);
  const summary = card.locator("summary");
  const acts = [/^Mute/, /^Block/, "Report…"].map((name) => card.getByRole("button", { name }));
  await summary.press("Enter");
  for (const act of acts) await expect(act).toBeVisible();
  await accessible(page);
  await page.keyboard.press("Tab");
  await expect(acts[0]).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(acts[0]).toBeHidden();
  await expect(summary).toBeFocused();
  await more(page);
  await acts[2].click();
  const dialog = page.getByRole("dialog", { name: "Report" });
  await expect(dialog).toBeVisible();
  await expect(acts[2]).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(summary).toBeFocused();
  await more(page);
  await card.getByRole("heading", { name: "Bob" }).click();
  await expect(acts[0]).toBeHidden();
});
