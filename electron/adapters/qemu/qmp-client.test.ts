import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askQmp, connectQmp, type QmpClient, type QmpEvent } from "./qmp-client.ts";

const greeting = '{"QMP": {"version": {"qemu": {"major": 7}}, "capabilities": ["oob"]}}\r\n';

let folder: string;
let path: string;
let server: Server;
let peers: Socket[];

interface Asked {
  readonly execute: string;
  readonly arguments: Record<string, unknown>;
  readonly id: number;
}

/** Serves the socket; each whole request line is handed to `onRequest`. */
function serve(
  onRequest: (asked: Asked, peer: Socket) => void,
  greet: (peer: Socket) => void = (peer) => peer.write(greeting),
): Promise<unknown> {
  server = createServer((peer) => {
    peers.push(peer);
    peer.on("error", () => {});
    let rest = "";
    peer.on("data", (chunk) => {
      rest += String(chunk);
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onRequest(JSON.parse(line), peer);
    });
    greet(peer);
  });
  server.listen(path);
  return once(server, "listening");
}

/** Answers negotiation; all else goes to the given function. */
function negotiate(then: (asked: Asked, peer: Socket) => void = () => {}) {
  return (asked: Asked, peer: Socket) => {
    if (asked.execute === "qmp_capabilities") peer.write(`{"return": {}, "id": ${asked.id}}\r\n`);
    else then(asked, peer);
  };
}

async function connected(options: Parameters<typeof connectQmp>[1] = {}): Promise<QmpClient> {
  const client = await connectQmp(path, options);
  if (!client.ok) throw new Error(client.error.description);
  return client.value;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "qmp-"));
  path = join(folder, "qmp");
  peers = [];
});

afterEach(async () => {
  for (const peer of peers) peer.destroy();
  if (server.listening) {
    server.close();
    await once(server, "close");
  }
  rmSync(folder, { recursive: true });
});

describe("a QMP client", () => {
  it("matches answers to requests by id, whatever their order", async () => {
    const held: Asked[] = [];
    await serve(
      negotiate((asked, peer) => {
        held.push(asked);
        if (held.length < 3) return;
        for (const each of held.toReversed()) {
          peer.write(`{"id": ${each.id}, "return": "${each.execute}"}\n`);
        }
      }),
    );
    const client = await connected();
    const answers = await Promise.all(["a", "b", "c"].map((command) => client.execute(command)));
    expect(answers).toEqual([
      { ok: true, value: "a" },
      { ok: true, value: "b" },
      { ok: true, value: "c" },
    ]);
  });

  it("keeps class, description and request of a refusal", async () => {
    await serve(
      negotiate((asked, peer) => {
        peer.write(
          `{"id": ${asked.id}, "error": {"class": "DeviceNotFound", "desc": "Device 'x' not found"}}\n`,
        );
      }),
    );
    const client = await connected();
    expect(await client.execute("device_del", { id: "x" })).toEqual({
      ok: false,
      error: {
        kind: "refused",
        request: { command: "device_del", arguments: { id: "x" } },
        class: "DeviceNotFound",
        description: "Device 'x' not found",
      },
    });
  });

  it("hands out events, also between request and answer", async () => {
    const events: QmpEvent[] = [];
    await serve(
      negotiate((asked, peer) => {
        peer.write('{"event": "STOP", "timestamp": {"seconds": 1}}\n');
        peer.write(`{"event": "SHUTDOWN", "data": {"guest": true}}\n{"id": ${asked.id}, `);
        peer.write('"return": {}}\n');
      }),
    );
    const client = await connected({ onEvent: (event) => events.push(event) });
    expect(await client.execute("stop")).toEqual({ ok: true, value: {} });
    expect(events).toEqual([
      { name: "STOP", data: undefined },
      { name: "SHUTDOWN", data: { guest: true } },
    ]);
  });

  it("gives up on a socket that does not greet, as a second client of QEMU sees it", async () => {
    await serve(
      () => {},
      () => {},
    );
    expect(await connectQmp(path, { timeoutMs: 50 })).toEqual({
      ok: false,
      error: { kind: "timeout", request: null, class: null, description: "no greeting in time" },
    });
  });

  it("reports an error when nobody listens", async () => {
    await serve(() => {});
    server.close();
    await once(server, "close");
    const client = await connectQmp(path, { timeoutMs: 1000 });
    expect(client).toMatchObject({ ok: false, error: { kind: "lost", request: null } });
  });

  it("times out a command alone, ignores its late answer, and goes on", async () => {
    let first: Asked | null = null;
    await serve(
      negotiate((asked, peer) => {
        if (first === null) first = asked;
        else peer.write(`{"id": ${first.id}, "return": 1}\n{"id": ${asked.id}, "return": 2}\n`);
      }),
    );
    const client = await connected();
    expect(await client.execute("slow", {}, 30)).toMatchObject({
      ok: false,
      error: { kind: "timeout", request: { command: "slow" } },
    });
    expect(await client.execute("quick")).toEqual({ ok: true, value: 2 });
  });

  it("fails all that is pending when the connection is lost, and tells", async () => {
    let asked = 0;
    await serve(
      negotiate((_asked, peer) => {
        asked += 1;
        if (asked === 2) peer.destroy();
      }),
    );
    let closed = 0;
    const client = await connected({
      onClose: () => {
        closed += 1;
      },
    });
    const results = await Promise.all([client.execute("one"), client.execute("two")]);
    expect(results.map((result) => (result.ok ? "ok" : result.error.kind))).toEqual([
      "lost",
      "lost",
    ]);
    await expect.poll(() => closed).toBe(1);
    expect(await client.execute("three")).toMatchObject({ ok: false, error: { kind: "lost" } });
  });

  it("ends a connection that sends a line without an end", async () => {
    await serve(
      negotiate((_asked, peer) => {
        // 2 MiB without a newline.
        for (let i = 0; i < 32; i += 1) peer.write("x".repeat(65_536));
      }),
    );
    const client = await connected();
    expect(await client.execute("any")).toMatchObject({
      ok: false,
      error: { kind: "lost", description: "it sent a line without an end" },
    });
  });

  it("frees the socket after a single question", async () => {
    await serve(negotiate((asked, peer) => peer.write(`{"id": ${asked.id}, "return": 5}\n`)));
    expect(await askQmp(path, "query")).toEqual({ ok: true, value: 5 });
    await expect.poll(() => peers.every((peer) => peer.destroyed || peer.readableEnded)).toBe(true);
  });

  it("survives junk, half lines and foreign JSON before, between and in answers", async () => {
    const junkLine = fc.oneof(
      fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", " ")),
      fc.json().map((text) => text.replaceAll("\n", " ")),
      fc.constantFrom('{"return"', "{}", "null", '{"id": 999999, "return": 0}', '{"event": 5}', ""),
    );
    let junk: readonly string[] = [];
    let cuts: readonly number[] = [];
    await serve(
      negotiate((asked, peer) => {
        const text = [...junk, `{"id": ${asked.id}, "return": "é✓"}`, ...junk, ""].join("\n");
        let rest = Buffer.from(text);
        // Cut anywhere, also in the middle of a character.
        for (const cut of cuts) {
          peer.write(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        peer.write(rest);
      }),
    );
    const client = await connected();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          junkLine.filter((line) => !/"id"\s*:\s*\d{1,3}\b/.test(line)),
          { maxLength: 8 },
        ),
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }),
        async (lines, at) => {
          junk = lines;
          cuts = at;
          expect(await client.execute("query")).toEqual({ ok: true, value: "é✓" });
        },
      ),
    );
  });
});
