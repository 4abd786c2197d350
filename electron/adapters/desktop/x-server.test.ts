import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { connectXServer } from "./x-server.ts";

/** Displays of TCP begin at this port (X(7)). */
const firstPort = 6000;

test("there is no X server where the file with its keys cannot be read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "x-server-"));
  vi.stubEnv("XAUTHORITY", folder);
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  onTestFinished(() => {
    vi.unstubAllEnvs();
    listener.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port } = listener.address() as AddressInfo;
  const server = connectXServer(`127.0.0.1:${port - firstPort}`);
  expect(await server.hasTray()).toBe(false);
  await server.close();
});
