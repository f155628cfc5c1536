import { createServer, request, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";

/** Something on the way to the server that lets no WebSocket through, as the proxies of some offices do. */
export class Proxy {
  /** Upgrades that it refused. */
  refused = 0;
  private readonly listening: HttpServer;

  private constructor(onward: number) {
    this.listening = createServer((asked, answered) => {
      const { method, url: path, headers } = asked;
      const passed = request({ host: "127.0.0.1", port: onward, agent: false, method, path, headers }, (answer) => {
        answered.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answered.flushHeaders();
        pipeline(answer, answered, () => {});
      });
      passed.once("error", () => answered.destroy());
      pipeline(asked, passed, () => {});
    });
    // Nothing is closed because it was idle: whoever sends at that very moment would be reset.
    this.listening.keepAliveTimeout = 0;
    this.listening.on("upgrade", (_, socket) => {
      this.refused += 1;
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
  }

  static async before(port: number): Promise<Proxy> {
    const proxy = new Proxy(port);
    await new Promise<void>((ready) => proxy.listening.listen(0, "127.0.0.1", ready));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.listening.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.listening.close(done));
    this.listening.closeAllConnections();
    await closed;
  }
}
