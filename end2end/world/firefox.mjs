#!/usr/bin/env node
// Firefox as the tool of the stories expects it: the tool speaks WebDriver BiDi to this, and this to the Firefox it starts.
//
// The tool asks every browser for a colour scheme, and the releases of Firefox up to 153 have no such command. The scheme
// that a Firefox without a screen has anyway is granted here; any other is refused by Firefox itself, and the story fails.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { WebSocket, WebSocketServer } from "ws";

const LISTENING = /WebDriver BiDi listening on (ws:\/\/\S+)/;

const firefox = spawn(process.env.FIREFOX || "firefox-esr", process.argv.slice(2), { stdio: ["inherit", "inherit", "pipe"] });
firefox.once("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
firefox.once("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => firefox.kill(signal));

createInterface({ input: firefox.stderr }).on("line", (line) => {
  const [, address] = LISTENING.exec(line) ?? [];
  if (!address) return console.error(line);
  const relay = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  relay.on("connection", (tool, { url }) => connect(tool, new WebSocket(address + url, { maxPayload: 0 })));
  relay.on("listening", () => console.error(`WebDriver BiDi listening on ws://127.0.0.1:${relay.address().port}`));
});

function connect(tool, browser) {
  const early = [];
  browser.once("open", () => early.forEach((message) => browser.send(message)));
  browser.on("message", (message) => tool.send(message.toString()));
  browser.once("close", () => tool.close());
  browser.once("error", () => tool.close());
  tool.once("close", () => browser.close());
  tool.on("message", (data) => {
    const message = data.toString();
    const { id, method, params } = JSON.parse(message);
    if (method === "emulation.setMediaFeaturesOverride" && isAsItIs(params.features)) {
      tool.send(JSON.stringify({ type: "success", id, result: {} }));
    } else if (browser.readyState === WebSocket.OPEN) {
      browser.send(message);
    } else {
      early.push(message);
    }
  });
}

function isAsItIs(features) {
  return Object.entries(features).every(([name, value]) => name === "prefers-color-scheme" && (value ?? "light") === "light");
}
