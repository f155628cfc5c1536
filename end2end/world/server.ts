import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ask } from "./database.ts";

/** Where files lie in memory, and the room for them that a cluster takes at the most. */
const MEMORY = "/dev/shm";
const ROOM = 4 * 1024 ** 3;

/** The real program on its own Postgres, in a folder of its own, on a port that stays the same over restarts. */
export class Server {
  private child?: ChildProcess;

  private constructor(
    readonly port: number,
    private readonly data: string,
  ) {}

  static async start(): Promise<Server> {
    const server = new Server(await freePort(), mkdtempSync(join(place(), "tertulia-")));
    await server.run();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts the program, perhaps with further settings, and resolves when it says that it listens. */
  async run(further: NodeJS.ProcessEnv = {}): Promise<void> {
    const program = process.env.TERTULIA_PROGRAM;
    if (!program) throw new Error("TERTULIA_PROGRAM names the program; `make stories` sets it");
    const child = spawn(program, ["serve"], {
      cwd: join(import.meta.dirname, "../.."),
      env: {
        ...process.env,
        PORT: String(this.port),
        TERTULIA_DATA: this.data,
        TERTULIA_GALLERY: "on",
        TERTULIA_RATE_LIMITS: "off",
        // Nothing outside is asked; a story that needs pages brings its own.
        TERTULIA_LINK_PREVIEWS: "off",
        DATABASE_URL: undefined,
        ...further,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    const said: string[] = [];
    createInterface({ input: child.stderr! }).on("line", (line) => said.push(line));
    await new Promise<void>((ready, fail) => {
      createInterface({ input: child.stdout! }).on("line", (line) => {
        said.push(line);
        if (line.startsWith("Listening on ")) ready();
      });
      child.once("exit", (code) => fail(new Error(`the program ended with ${code}:\n${said.slice(-40).join("\n")}`)));
    });
  }

  /** Runs a statement in the database, as its administrator; the first column of its rows. */
  async ask(statement: string): Promise<string[]> {
    return ask(join(this.data, "postgres/socket/.s.PGSQL.5432"), "postgres", "tertulia", statement);
  }

  /** Ends the program at once, as a power failure would; its Postgres may live on. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends everything and leaves nothing behind. */
  async stop(): Promise<void> {
    if (this.child?.exitCode !== null || this.child.signalCode !== null) await this.run();
    await this.end("SIGTERM");
    rmSync(this.data, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }
}

/** Where the cluster lies: in memory if there is room, so that no story waits for a disk on which a build has just written. */
function place(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? found(address.port) : fail(new Error("no port"))));
    });
  });
}
