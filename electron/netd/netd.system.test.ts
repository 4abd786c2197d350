import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createConnection, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { makeLan, type TestLan } from "../../e2e/rig/lan/test-lan.ts";
import { linkSettled, networkState, sh, type TestUplink } from "../../e2e/rig/lan/test-net.ts";
import { netdUser } from "../../e2e/rig/lan/user-netd.ts";
import { makeTwoWays } from "../../e2e/rig/lan/ways.ts";
import { until } from "../../e2e/rig/until.ts";
import type { NetdCommand } from "../contract/lan/netd.ts";
import { defaultLan } from "../contract/lan/network.ts";
import { hostileRequests } from "../contract/testing/samples.ts";

let lan: TestLan;
let one: TestUplink;
let two: TestUplink;
let before: string;

beforeEach(async () => {
  ({ one, two, lan, before } = await makeTwoWays());
});

afterEach(async () => {
  await lan.network.down();
  await one.close();
  await two.close();
  rmSync("/run/virtray", { recursive: true, force: true });
});

const up = { verb: "up", lan: defaultLan, uplink: { mode: "automatic" } } as const;
const pinned = { mode: "pinned", interface: "eth2" } as const;

/** Connects as soon as the socket's queue has room (EAGAIN if it is full). */
function connect(): Promise<Socket> {
  return until("a connection", async () => {
    const socket = createConnection(`${lan.folder}/netd.sock`);
    return new Promise<Socket | null>((resolve, reject) => {
      socket.once("connect", () => resolve(socket));
      socket.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EAGAIN") resolve(null);
        else reject(error);
      });
    });
  });
}

/** Sends bytes as they are; returns all bytes until netd closes the connection. */
async function sendRaw(bytes: Buffer | string): Promise<string> {
  const socket = await connect();
  let received = "";
  return new Promise((resolve, reject) => {
    socket.setEncoding("utf8").on("data", (text: string) => {
      received += text;
    });
    socket.once("close", () => resolve(received)).once("error", reject);
    socket.write(bytes);
  });
}

async function netdPid(): Promise<number> {
  const status = await lan.netd.status();
  if (!status.ok || status.value === null)
    throw new Error(`there is no netd: ${JSON.stringify(status)}`);
  return status.value.pid;
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await itsEnd();
}

function itsEnd(): Promise<unknown> {
  return until("netd's end", async () => {
    const status = await lan.netd.status();
    return status.ok && status.value === null;
  });
}

function logged(): string {
  return readFileSync(`${lan.folder}/log.jsonl`, "utf8");
}

const hostileFrames = [
  { id: 1, verb: "status", extra: 1 },
  { id: -1, verb: "status" },
  { id: "1", verb: "status" },
  { verb: "status" },
  { id: 1, verb: "exec", argv: ["id"] },
  { id: 1, verb: "up", lan: { ...defaultLan, prefixLength: 0 }, uplink: { mode: "none" } },
  { id: 1, verb: "up", lan: { ...defaultLan, path: "/etc" }, uplink: { mode: "none" } },
  ...["8.8.8.254", "127.0.0.1", "169.254.1.1", "100.64.0.1", "172.32.0.1"].map((address) => ({
    ...{ id: 1, verb: "up", lan: { ...defaultLan, address }, uplink: { mode: "none" } },
  })),
  { id: 1, verb: "__proto__" },
  [],
  null,
  "status",
  1e308,
].map((frame) => `${JSON.stringify(frame)}\n`);

describe("netd", () => {
  it("refuses each hostile frame on its own, closes, and runs nothing", async () => {
    await lan.netd.apply(up);
    const desired = await networkState();
    const entries = logged();
    const frames = [
      ...hostileFrames,
      ...hostileRequests().map((request) => `${request}\n`),
      "\n",
      "{\n",
      `{"id":1,"verb":"status"${"}".repeat(200)}\n`,
      `${"[".repeat(4000)}\n`,
      Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
      `{"id":1,"verb":"status","pad":"${"x".repeat(4096)}"}\n`,
      "x".repeat(5000),
    ];
    for (const frame of frames) {
      const answer = await sendRaw(frame);
      expect(JSON.parse(answer), String(frame).slice(0, 200)).toMatchObject({
        ok: false,
        error: { code: "netd-refused" },
      });
    }
    expect(logged()).toBe(entries);
    expect(await networkState()).toBe(desired);
    expect(await lan.netd.status()).toMatchObject({ ok: true, value: { problem: null } });
  });

  it("serves on while a thousand connections and half lines are open", async () => {
    await lan.netd.apply(up);
    const sockets: Socket[] = [];
    for (let count = 0; count < 1000; count += 1) {
      const socket = await connect();
      socket.on("error", () => {});
      if (count % 2 === 0) socket.write('{"id":1,');
      sockets.push(socket);
    }
    const switched = await lan.netd.apply({ verb: "set-uplink", uplink: pinned });
    expect(switched).toMatchObject({ ok: true, value: { active: "eth2" } });
    for (const socket of sockets) socket.destroy();
  });

  it("closes a connection that leaves a line half written", async () => {
    await lan.netd.apply(up);
    expect(await sendRaw('{"id":1,')).toBe("");
  });

  it("refuses interfaces that do not exist, lo, and the LAN's own", async () => {
    await lan.netd.apply(up);
    for (const [name, code] of [
      ["nope0", "uplink-unknown"],
      ["lo", "uplink-is-lan"],
      ["vtap0", "uplink-is-lan"],
    ] as const) {
      const uplink = { mode: "pinned", interface: name } as const;
      expect(await lan.netd.apply({ verb: "set-uplink", uplink })).toMatchObject({
        error: { code },
      });
    }
  });

  it.each([
    ["/run/virtray", () => symlinkSync("/tmp", "/run/virtray")],
    [
      "/run/virtray/0",
      () => {
        mkdirSync("/run/virtray");
        symlinkSync("/tmp", "/run/virtray/0");
      },
    ],
    [
      "/run/virtray/0",
      () => {
        mkdirSync("/run/virtray/0", { recursive: true });
        chownSync("/run/virtray/0", 4242, 4242);
      },
    ],
    [
      "/run/virtray",
      () => {
        mkdirSync("/run/virtray");
        chmodSync("/run/virtray", 0o777);
      },
    ],
    ["/run/virtray", () => writeFileSync("/run/virtray", "")],
  ])("refuses what was planted at %s", async (path, plant) => {
    plant();
    expect(await lan.netd.apply(up)).toMatchObject({
      error: { code: "netd-run-path-unsafe", params: { path } },
    });
    expect(await networkState()).toBe(before);
    rmSync("/run/virtray", { recursive: true, force: true });
  });

  it("ends when the LAN is off", async () => {
    await lan.netd.apply(up);
    const pid = await netdPid();
    expect(await lan.netd.apply({ verb: "down" })).toMatchObject({ ok: true });
    await until("its end", () => isGone(pid));
    expect(await networkState()).toBe(before);
    expect(await sh("ls", lan.folder)).toBe("log.jsonl");
  });

  it("ends when nothing is desired", async () => {
    await lan.netd.apply({ verb: "status" });
    const pid = await netdPid();
    await until("its end", () => isGone(pid));
  });

  it.each([
    ["where none was", async () => {}],
    [
      "where one was killed, whose lock stays",
      async () => {
        await lan.netd.apply(up);
        await kill(await netdPid());
      },
    ],
  ])("is one, however many start it at once, %s", async (_where, prepare) => {
    const lans = await Promise.all([makeLan(), makeLan(), makeLan(), makeLan()]);
    await prepare();
    const answers = await Promise.all(lans.map((each) => each.netd.apply(up)));
    const told = answers.map((answer) => (answer.ok ? answer.value.pid : answer.error));
    const pid = await netdPid();
    expect(told).toEqual([pid, pid, pid, pid]);
  });

  it("serves the user who called it, not one that an inherited environment names", async () => {
    process.env["SUDO_UID"] = "4242";
    try {
      expect(await lan.netd.apply(up)).toMatchObject({ ok: true });
    } finally {
      delete process.env["SUDO_UID"];
    }
  });

  it("holds one LAN, and tells another user whose it is", async () => {
    await lan.netd.apply(up);
    const user = netdUser(4242);
    const agreed = { interface: "vtap9", address: "10.9.9.1", prefixLength: 24 };
    await user.order({ lan: agreed });
    const other = user.netd;
    const theirs = { ...up, lan: { ...defaultLan, ...agreed } };
    expect(await other.apply(theirs)).toEqual({
      ok: false,
      error: { code: "lan-elsewhere", params: { uid: 0 } },
    });
    await lan.netd.apply({ verb: "down" });
    await user.order({ lan: agreed });
    expect(await other.apply(theirs)).toMatchObject({ ok: true });
    expect(await lan.netd.apply(up)).toMatchObject({
      error: { code: "lan-elsewhere", params: { uid: 4242 } },
    });
    expect(await other.apply({ verb: "down" })).toMatchObject({ ok: true });
    expect(await networkState()).toBe(before);
  });

  it.each([
    ["Node", async () => process.execPath],
    ["Electron", async () => (await electronRuntime()).path],
  ] as const)(
    "at rest takes no processor and little memory, started by %s",
    async (_n, runtime) => {
      lan = await makeLan(undefined, await runtime());
      await lan.netd.apply(up);
      const pid = await netdPid();
      // Returns the processor time of it and its children (utime to cstime, proc(5)), and its
      // wake-ups, for each of its threads.
      const work = () => {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
        const wakings = readdirSync(`/proc/${pid}/task`).map((task) => {
          const status = readFileSync(`/proc/${pid}/task/${task}/status`, "utf8");
          return /^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1];
        });
        return [...stat.slice(11, 15), ...wakings].join(" ");
      };
      // For three seconds, a tenth of the pause between its slow checks, it must not run at all:
      // polling would be noticed.
      let [since, last] = [performance.now(), work()];
      await until("three seconds of rest", () => {
        const now = work();
        if (now !== last) [since, last] = [performance.now(), now];
        return performance.now() - since > 3_000;
      });
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      const mebibytes = (what: string) =>
        Number(new RegExp(`^${what}: +(\\d+) kB$`, "m").exec(rollup)?.[1]) / 1024;
      expect(mebibytes("Pss")).toBeGreaterThan(1);
      // Without a system Node, Electron's file alone takes 54 MiB of it: relocations, constants and
      // code, which the kernel drops when it needs room, and which an open app shares.
      const electron = readlinkSync(`/proc/${pid}/exe`).endsWith("/electron");
      expect(mebibytes("Pss")).toBeLessThan(electron ? 100 : 60);
      // Its private memory.
      expect(mebibytes("Pss_Anon")).toBeLessThan(30);
    },
  );
});

describe("netd killed with -9", () => {
  const states = [
    ["automatic", async () => {}],
    ["pinned", () => lan.netd.apply({ verb: "set-uplink", uplink: pinned })],
    ["none", () => lan.netd.apply({ verb: "set-uplink", uplink: { mode: "none" } })],
    [
      "pinned, with the uplink lost",
      async () => {
        await lan.netd.apply({ verb: "set-uplink", uplink: pinned });
        await sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "down");
        await until("the refusal", async () => (await networkState()).includes("chain refuse"));
      },
    ],
  ] as const;

  it.each(states)("with the uplink %s: all stays, the next start takes over", async (_n, reach) => {
    expect(await lan.network.up()).toMatchObject({ ok: true });
    await linkSettled("vtap0");
    await reach();
    const held = await networkState();
    const status = await lan.netd.status();
    await kill(await netdPid());
    await until("its helpers' end", () => !programs().includes("nft"));
    expect(await networkState()).toBe(held);
    expect((await lan.network.read()).lan).toMatchObject({
      status: "on",
      problems: [{ code: "netd-gone" }],
    });
    const next = await lan.netd.apply({ verb: "status" });
    expect(next.ok && next.value.wish).toEqual(status.ok && status.value?.wish);
    expect(await networkState()).toBe(held);
    expect(await lan.network.down()).toMatchObject({ ok: true });
    await sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "up");
    await until("the same as before", async () => (await networkState()) === before);
  });

  /** Kills it once its log has so many steps of a desired state; false if it finished before. */
  async function killAfter(steps: number, desired: NetdCommand): Promise<boolean> {
    const pid = await netdPid();
    const earlier = logged().length;
    const socket = await connect();
    let ended = false;
    socket
      .on("error", () => {})
      .on("data", () => {
        ended = true;
      });
    socket.write(`${JSON.stringify({ id: 1, ...desired })}\n`);
    const done = () => logged().slice(earlier).split(`"cause":"${desired.verb}"`).length - 1;
    while (!ended && done() < steps) await setImmediate();
    if (ended) return false;
    await kill(pid);
    return true;
  }

  it("in the middle of switching on or off: `down` leaves the host as it was", async () => {
    let interrupted = 0;
    for (let steps = 0; steps < 10; steps += 1) {
      // The one that switched off last still answers for a moment before it ends.
      await itsEnd();
      await lan.netd.agree(defaultLan);
      if (await killAfter(steps, { ...up, uplink: pinned })) interrupted += 1;
      expect(await lan.network.down()).toMatchObject({ ok: true });
      await until(`all taken back after ${steps}`, async () => (await networkState()) === before);
    }
    for (let steps = 0; steps < 7; steps += 1) {
      expect(await lan.netd.apply({ ...up, uplink: pinned })).toMatchObject({ ok: true });
      if (await killAfter(steps, { verb: "down" })) interrupted += 1;
      expect(await lan.network.down()).toMatchObject({ ok: true });
      await until(`all taken back after ${steps}`, async () => (await networkState()) === before);
    }
    expect(interrupted).toBeGreaterThan(8);
    // Each round starts two of them.
  });
});

/** Returns the names of all programs that run in the sandbox. */
function programs(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
      } catch {
        // It ended in between.
        return "";
      }
    });
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
