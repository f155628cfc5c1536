// Answers "pong" to everybody who writes "ping", in whatever conversation. Node 18 or newer, and nothing else:
//
//   TERTULIA_URL=https://community.example.org TERTULIA_TOKEN=ttp_… node examples/ping_bot.mjs
//
// The token needs the scopes `read` and `write`. The server may be away for as long as it likes, and no "ping" gets two
// answers, however often it is heard.
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

const { TERTULIA_URL: server, TERTULIA_TOKEN: token } = process.env;
if (!server || !token) throw new Error("TERTULIA_URL and TERTULIA_TOKEN have to be set");

/** Calls the API; what may succeed later is tried again. */
async function call(method, path, body) {
  for (;;) {
    const answer = await fetch(new URL(path, server), {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    }).catch(() => undefined);
    if (answer?.ok) return answer;
    if (answer && answer.status !== 429 && answer.status < 500) throw new Error(`${method} ${path}: ${await answer.text()}`);
    // A proxy may name a date instead of seconds.
    await sleep(1000 * (Number(answer?.headers.get("Retry-After")) || 1));
  }
}

/** The id of my answer to a message: a UUIDv7 that follows from the message, so that a second answer is the first one. */
function answerTo(id, me) {
  const hash = createHash("sha256").update(`pong of ${me} to ${id}`).digest("hex");
  return `${id.slice(0, 13)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

async function hear({ kind, body }, me) {
  if (kind !== "message.sent" || body.author_id === me || body.body.trim().toLowerCase() !== "ping") return;
  const { id, conversation_id } = body;
  const answer = { id: answerTo(id, me), conversation_id, body: "pong", reply_to: id };
  // What is refused would be refused again: I may have been removed from there meanwhile.
  await call("POST", "/api/messages", answer).catch((refused) => console.error(refused.message));
}

/** Hears what happens after a position until the connection ends; the position of the last thing heard. */
async function listen(position, me) {
  const stream = await call("GET", `/events?topics=me&position=${position}`);
  let rest = "";
  try {
    for await (const text of stream.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        // A block with a name is the stream's own: its id, and its pings, which need no answer here.
        const data = block.startsWith("data: ") ? JSON.parse(block.replaceAll(/^data: /gm, "")) : {};
        for (const event of data.type === "batch" ? data.events : data.type === "event" ? [data] : []) {
          await hear(event, me);
          position = event.position;
        }
        // So much was missed that events cannot tell it: go on from now.
        if (data.type === "refetch") return undefined;
      }
    }
  } catch {
    // The server went away: what it says next follows the position.
  }
  return position;
}

for (let position; ; await sleep(500)) {
  const answer = await call("GET", "/api/me");
  const { account } = await answer.json();
  position ??= answer.headers.get("Tertulia-Position");
  console.log(`Listening as @${account.handle}`);
  position = await listen(position, account.id);
}
