import { spawn } from "node:child_process";
import { once } from "node:events";
import { endChild } from "./end-child.ts";

const program = `
const { createServer } = require("node:http");
createServer((request, response) => {
  response.end(request.socket.remoteAddress + "\\n");
}).listen(80, process.argv[1], () => console.log("ready"));
`;

/** A web server in a network namespace whose every page is the client's address. */
export interface WebServer {
  close(): Promise<void>;
}

/** Starts it at an address of the namespace, port 80; ends when it answers. */
export async function startWebServer(namespace: string, address: string): Promise<WebServer> {
  const child = spawn(
    "ip",
    ["netns", "exec", namespace, process.execPath, "-e", program, address],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(() => {
      throw new Error(`no web server could be started in ${namespace}`);
    }),
  ]);
  return { close: () => endChild(child) };
}
