import * as fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { nearValid } from "../../../e2e/rig/near-valid.ts";
import { callWire, channelNames } from "../../contract/channels/names.ts";
import { channels } from "../../contract/channels/table.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { type Handlers, registerChannels } from "./ipc.ts";

type Listener = Parameters<Parameters<typeof registerChannels>[0]["handle"]>[1];

/** Registers all channels with handlers that record their calls. */
function register(handler: (channel: string, request: unknown) => Promise<Result<never>>) {
  const listeners = new Map<string, Listener>();
  const handlers = Object.fromEntries(
    channelNames.map((channel) => [channel, (request: unknown) => handler(channel, request)]),
  ) as unknown as Handlers;
  registerChannels(
    { handle: (wire, listener) => void listeners.set(wire, listener) },
    handlers,
    (event) => event.sender.id === 1,
  );
  return async (channel: string, payload: unknown, sender = 1): Promise<Result<unknown>> => {
    const listener = listeners.get(callWire(channel as never));
    if (listener === undefined) throw new Error(`${channel} is not registered`);
    return await listener({ sender: { id: sender } } as never, payload);
  };
}

const accepted = ok(undefined) as Result<never>;

test("registers every channel of the table, and the table has no others", () => {
  expect(Object.keys(channels)).toEqual([...channelNames]);
});

test("junk never throws and never reaches a handler", async () => {
  const seen: { channel: string; request: unknown }[] = [];
  const ask = register(async (channel, request) => {
    seen.push({ channel, request });
    return accepted;
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...channelNames),
      fc.oneof(fc.anything({ withNullPrototype: true }), fc.record({ id: fc.string() })),
      async (channel, payload) => {
        seen.length = 0;
        const isFit = v.is(channels[channel].request, payload);
        const answer = await ask(channel, payload);
        expect(seen).toHaveLength(isFit ? 1 : 0);
        if (!isFit) expect(answer).toMatchObject({ ok: false, error: { code: "input-invalid" } });
      },
    ),
    { numRuns: 2000 },
  );
});

test("a request that nearly fits never throws, and reaches a handler only if it fits", async () => {
  const reached = new Set<string>();
  let seen: unknown[] = [];
  const ask = register(async (_channel, request) => {
    seen.push(request);
    return accepted;
  });
  for (const channel of channelNames) {
    const property = fc.asyncProperty(nearValid(channels[channel].request), async (payload) => {
      seen = [];
      const parsed = v.safeParse(channels[channel].request, payload);
      const answer = await ask(channel, payload);
      expect(seen).toEqual(parsed.success ? [parsed.output] : []);
      if (parsed.success) reached.add(channel);
      else expect(answer).toMatchObject({ ok: false, error: { code: "input-invalid" } });
    });
    // Of a large request, a hundred may all fail to fit.
    for (let round = 0; round < 20 && !reached.has(channel); round += 1) await fc.assert(property);
  }
  expect([...reached].toSorted()).toEqual(channelNames.toSorted());
});

test("a question from another page reaches no handler, however well formed", async () => {
  const ask = register(async () => {
    throw new Error("reached");
  });
  expect(await ask("state.get", undefined, 2)).toEqual({
    ok: false,
    error: {
      code: "input-invalid",
      params: { field: "state.get", wrong: "stranger", text: "", limit: "" },
    },
  });
});

test("a refused request names the wrong field", async () => {
  const ask = register(async () => accepted);
  expect(await ask("machine.add", { name: "web", disk: "relative/path.img" })).toMatchObject({
    ok: false,
    error: {
      code: "input-invalid",
      params: { field: "disk", wrong: "path", text: "relative/path.img" },
    },
  });
});

test("a handler receives the request as the schema parsed it", async () => {
  const seen: unknown[] = [];
  const ask = register(async (_channel, request) => {
    seen.push(request);
    return accepted;
  });
  await ask("machine.add", { name: "web", disk: "/disks/web.img" });
  expect(seen).toEqual([
    {
      name: "web",
      disk: "/disks/web.img",
      memoryMiB: 1024,
      cpus: 1,
      acceleration: "auto",
      bus: "virtio",
      nic: "virtio",
      vncDisplay: null,
    },
  ]);
});

test("a handler that throws is answered with an internal error", async () => {
  const ask = register(async () => {
    throw new Error("boom");
  });
  expect(await ask("lan.up", undefined)).toMatchObject({
    ok: false,
    error: { code: "internal", params: { detail: "boom" } },
  });
});
