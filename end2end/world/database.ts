import { connect } from "node:net";

/** The version of the protocol that every Postgres speaks: 3.0. */
const PROTOCOL = 196_608;

/** Runs a statement over the socket of a Postgres that knows us by our user; the first column of its rows. */
export async function ask(path: string, user: string, database: string, statement: string): Promise<string[]> {
  const rows: string[] = [];
  const socket = connect(path);
  socket.write(message("", PROTOCOL, `user\0${user}\0database\0${database}\0\0`));
  let [rest, asked] = [Buffer.alloc(0), false];
  for await (const piece of socket) {
    rest = Buffer.concat([rest, piece]);
    while (rest.length > 4 && rest.length > rest.readUInt32BE(1)) {
      const end = 1 + rest.readUInt32BE(1);
      const [kind, body] = [String.fromCharCode(rest[0]), rest.subarray(5, end)];
      rest = rest.subarray(end);
      if (kind === "E") throw new Error(body.toString().replaceAll("\0", " "));
      if (kind === "R" && body.readInt32BE(0) !== 0) throw new Error("the database asks for a password");
      if (kind === "D") rows.push(body.toString("utf8", 6, 6 + body.readInt32BE(2)));
      if (kind !== "Z") continue;
      // It waits for a statement: for ours, or for another one.
      if (asked) return rows;
      asked = true;
      socket.write(message("Q", undefined, `${statement}\0`));
    }
  }
  throw new Error("the database went away");
}

/** A message of the protocol: its kind, where it has one, its length, and what it says. */
function message(kind: string, number: number | undefined, text: string): Buffer {
  const head = Buffer.alloc(number === undefined ? 4 : 8);
  if (number !== undefined) head.writeUInt32BE(number, 4);
  const words = Buffer.from(text);
  head.writeUInt32BE(head.length + words.length);
  return Buffer.concat([Buffer.from(kind), head, words]);
}
