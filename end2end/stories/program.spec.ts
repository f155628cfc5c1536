import { pair } from "../world/fill.ts";
import { visit } from "../world/group.ts";
import { expect, type Person, test } from "../world/index.ts";
import { log, row, say } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

test("MSG-13 what a program does by the HTTP API stands at once on the screen of who it talks to", async ({ person }) => {
  const [ann, robot] = [await person("Ann"), await person("Robot")];
  const conversation = await pair(ann, robot);
  const { page } = ann;
  await visit(page, `/messages/${conversation}`);
  await say(page, "are you there?");
  await expect(row(page, "are you there?")).toHaveAttribute("data-state", "sent");
  await call(robot, "PATCH", `/api/conversations/${conversation}/read-all`);
  await expect(row(page, "are you there?")).toHaveAttribute("data-state", "read");

  const message = { id: v7(), conversation_id: conversation, body: "pnog" };
  await call(robot, "POST", "/api/messages", message);
  await expect(row(page, "pnog")).toHaveAttribute("data-state", "received");
  await call(robot, "PATCH", `/api/messages/${message.id}`, { body: "pong" });
  await expect(row(page, "pong").getByRole("button", { name: "edited" })).toBeVisible();
  await call(robot, "PATCH", `/api/conversations/${conversation}`, { subject: { words: "Table tennis" }, muted: true });
  await expect(page.getByText("Table tennis")).toBeVisible();
  await call(robot, "DELETE", `/api/messages/${message.id}`);
  await expect(row(page, "pong")).toHaveCount(0);
  await expect(log(page).getByText("Message deleted")).toBeVisible();
});

/** Calls as a program of somebody's does. */
async function call({ context, origin }: Person, method: string, path: string, data?: object): Promise<void> {
  const answer = await context.request.fetch(path, { method, data, headers: { Origin: origin } });
  expect(answer.ok(), await answer.text()).toBe(true);
}
