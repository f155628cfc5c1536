import { pair, post } from "../world/fill.ts";
import { list, visit } from "../world/group.ts";
import { accessible, expect, kept, legible, type Person, test, wear } from "../world/index.ts";
import { send } from "../world/search.ts";
import { stored } from "../world/store.ts";
import { composer, log, row, say } from "../world/talk.ts";

/** Has what people write whom somebody does not know be a request. */
async function asked(person: Person): Promise<void> {
  await post(person, "/api/me", { settings: { message_requests: true } }, "patch");
}

test("MSG-11 what a stranger writes waits under Requests, calls for nobody, and is a conversation once it is accepted", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await asked(bob);
  const id = await pair(ann, bob);
  await visit(bob.page, "/messages");
  await visit(ann.page, `/messages/${id}`);
  await expect(bob.page.getByRole("button", { name: "Requests" })).toBeHidden();
  await say(ann.page, "buy my book");
  const requests = bob.page.getByRole("button", { name: "Requests 1" });
  await expect(requests).toBeVisible();
  await expect(list(bob.page).getByText("buy my book")).toHaveCount(0);
  await expect(bob.page.getByRole("link", { name: "Messages", exact: true })).toBeVisible();
  await requests.click();
  await list(bob.page).getByText("buy my book").click();
  const request = bob.page.getByRole("region", { name: "Message request" });
  await expect(request).toContainText("Ann wants to write to you.");
  await expect(composer(bob.page)).toHaveCount(0);
  await accessible(bob.page);
  await expect(row(ann.page, "buy my book").getByText("Read", { exact: true })).toHaveCount(0);
  await request.getByRole("button", { name: "Accept" }).click();
  await expect(composer(bob.page)).toBeVisible();
  await say(bob.page, "which one?");
  await expect(row(ann.page, "which one?")).toBeVisible();
  await bob.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ }).click();
  await expect(bob.page.getByRole("button", { name: "Requests" })).toBeHidden();
});

test("MSG-11 SYN-7 a request that was read and not answered is still under Requests when one comes back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await asked(bob);
  await send(ann, await pair(ann, bob), "buy my book");
  const { page } = bob;
  await visit(page, "/messages");
  await page.getByRole("button", { name: "Requests 1" }).click();
  await list(page).getByText("buy my book").click();
  await expect(page.getByRole("region", { name: "Message request" })).toBeVisible();
  await kept(page);
  // How bob stands to conversations, from which the next page is drawn.
  const standings = /"delivered_seq":\d+,"mark":\{"read_seq":1,/;
  await expect.poll(async () => (await stored(page, "replicas")).some((text) => standings.test(text))).toBe(true);
  await visit(page, "/messages");
  await expect(page.getByRole("button", { name: "Requests 1" })).toBeVisible();
});

test("MSG-11 a request that is declined is gone for good, on every device, whatever else is written", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await asked(bob);
  const id = await pair(ann, bob);
  await send(ann, id, "buy my book");
  const other = await bob.context.newPage();
  await visit(other, "/messages");
  await expect(other.getByRole("button", { name: "Requests 1" })).toBeVisible();
  await visit(bob.page, `/messages/${id}`);
  for (const theme of ["light", "dark"] as const) {
    await wear(bob.page, theme);
    await legible(bob.page);
  }
  await bob.page.getByRole("region", { name: "Message request" }).getByRole("button", { name: "Decline" }).click();
  await expect(bob.page).toHaveURL(/\/messages$/);
  await expect(bob.page.getByText("Declined. What Ann wrote is archived.")).toBeVisible();
  await expect(other.getByRole("button", { name: "Requests" })).toBeHidden();
  await send(ann, id, "please");
  await bob.page.getByRole("button", { name: "Archived" }).click();
  await expect(list(bob.page).getByText("please")).toBeVisible();
  await bob.page.getByRole("button", { name: "All" }).click();
  await expect(list(bob.page).getByText("please")).toHaveCount(0);
});

test("MSG-11 SOC-1 people whom one follows need not ask", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await asked(bob);
  await bob.context.request.put(`/api/accounts/${ann.handle}/follow`, { headers: { Origin: bob.origin } });
  const id = await pair(ann, bob);
  await send(ann, id, "tea?");
  await visit(bob.page, "/messages");
  await list(bob.page).getByText("tea?").click();
  await expect(composer(bob.page)).toBeVisible();
});

test("MSG-11 SYN-8 a request that is accepted without a network is accepted once there is one", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await asked(bob);
  const id = await pair(ann, bob);
  await send(ann, id, "tea?");
  await visit(bob.page, `/messages/${id}`);
  await bob.context.setOffline(true);
  await bob.page.getByRole("button", { name: "Accept" }).click();
  await expect(composer(bob.page)).toBeVisible();
  await bob.context.setOffline(false);
  const requested = async () => {
    const answer = await bob.context.request.get(`/api/conversations/${id}`);
    return (await answer.json()).mark.requested;
  };
  await expect.poll(requested).toBe(false);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("MSG-11 a request is accepted by a form", async ({ person }) => {
    const [ann, bob] = [await person("Ann"), await person("Bob", { javaScriptEnabled: false })];
    await asked(bob);
    const id = await pair(ann, bob);
    await send(ann, id, "tea?");
    await bob.page.goto("/messages?show=requests");
    await list(bob.page).getByText("tea?").click();
    await bob.page.getByRole("button", { name: "Accept" }).click();
    await expect(bob.page).toHaveURL(new RegExp(`/messages/${id}`));
    await expect(log(bob.page)).toContainText("tea?");
    await expect(bob.page.getByRole("region", { name: "Message request" })).toHaveCount(0);
  });
});
