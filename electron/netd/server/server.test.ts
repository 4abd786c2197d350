import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { createNetdServer } from "./server.ts";

test("work that throws is answered with why, and the connection goes on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "server-"));
  const path = join(folder, "netd.sock");
  const { server } = createNetdServer({
    async handle() {
      throw new Error("no space left");
    },
    left() {},
  });
  server.listen(path);
  const socket = createConnection(path);
  const lines = createInterface({ input: socket });
  try {
    for (const id of [1, 2]) {
      const answer = once(lines, "line");
      socket.write(`${JSON.stringify({ id, verb: "status" })}\n`);
      expect(JSON.parse(String((await answer)[0]))).toEqual({
        id,
        ok: false,
        error: { code: "internal", params: { detail: "Error: no space left" } },
      });
    }
  } finally {
    socket.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  }
});
