import { mkdirSync, writeFileSync } from "node:fs";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Polkit, startPolkit, tester } from "../../../e2e/rig/desktop/polkit.ts";
import { startPolkitAgent } from "../../../e2e/rig/desktop/polkit-agent.ts";
import { lanDriverForTests, netdBundleForTests } from "../../../e2e/rig/lan/netd-bundle.ts";
import { makeUplink, networkState, sh, type TestUplink } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import { netdFolder } from "./netd-folder.ts";

/** Node and our programs, at a place that every user can reach. */
const place = "/run/virtray-test";
const program = `${place}/node`;
const bundle = `${place}/main/netd.js`;
const driver = `${place}/rig/lan-driver.js`;
const fine = { ok: true };

let polkit: Polkit;
let one: TestUplink;
let two: TestUplink;
let before: string;

async function show(from: string, at: string): Promise<void> {
  await sh("mount", "--bind", from, at);
}

beforeAll(async () => {
  const [netd, lan] = await Promise.all([netdBundleForTests(), lanDriverForTests()]);
  mkdirSync(`${place}/main`, { recursive: true });
  mkdirSync(`${place}/rig`, { recursive: true });
  writeFileSync(program, "");
  await show(process.execPath, program);
  await show(netd.replace(/\/[^/]*$/, ""), `${place}/main`);
  await show(lan.replace(/\/[^/]*$/, ""), `${place}/rig`);
  polkit = await startPolkit();
});

afterAll(async () => {
  await polkit?.close();
  for (const at of [program, `${place}/main`, `${place}/rig`]) {
    await execa("umount", [at], { reject: false });
  }
});

beforeEach(async () => {
  one = await makeUplink("eth1", 1);
  two = await makeUplink("eth2", 2);
  await one.addDefaultRoute(100);
  await two.addDefaultRoute(200);
  before = await networkState();
});

afterEach(async () => {
  await one.close();
  await two.close();
});

/** Runs actions as the unprivileged user, each time in a new process. */
async function asTester(
  pending: readonly string[],
  more: { readonly bundle?: string; readonly cwd?: string } = {},
): Promise<readonly unknown[]> {
  const [first = "", ...rest] = polkit.asTester;
  const args = [...rest, `NETD_BUNDLE=${more.bundle ?? bundle}`, program, driver, ...pending];
  const { stdout } = await execa(first, args, { cwd: more.cwd ?? "/" });
  return stdout.split("\n").map((line) => JSON.parse(line));
}

const { interface: name, address, prefixLength } = defaultLan;
const order = { v: 2, do: "serve", lan: { interface: name, address, prefixLength } };
const argument = Buffer.from(JSON.stringify(order)).toString("base64url");
const elevated = `/bin/bash -c echo SUDOPROMPT; /usr/bin/env ELECTRON_RUN_AS_NODE=1 ${program} ${bundle} ${argument}`;

describe("an unprivileged user whom polkit allows it", () => {
  beforeEach(() => polkit.answer("yes"));

  it("is asked once from LAN start to LAN stop, whatever happens in between", async () => {
    expect(await asTester(["up"])).toEqual([fine]);
    for (let round = 0; round < 5; round += 1) {
      // Each is a new process, as after a restart of the app.
      expect(await asTester(["set eth2", "set eth1"])).toEqual([fine, fine]);
    }
    await sh("ip", "link", "set", "eth1", "down");
    await until("the loss", async () => {
      const [state] = await asTester(["read"]);
      return (state as { uplink: { active: unknown } }).uplink.active === null;
    });
    await sh("ip", "link", "set", "eth1", "up");
    await until("the return", async () => {
      const [state] = await asTester(["read"]);
      return (state as { uplink: { active: unknown } }).uplink.active === "eth1";
    });
    await one.addDefaultRoute(100);
    expect(await asTester(["down"])).toEqual([fine]);
    expect(polkit.elevations()).toEqual([elevated]);
    expect(await networkState()).toBe(before);
  });

  it("owns the tap and the socket; other users cannot connect", async () => {
    expect(await asTester(["up"])).toEqual([fine]);
    const socket = `${netdFolder(tester.uid)}/netd.sock`;
    expect(await sh("stat", "-c", "%u %a %F", socket)).toBe(`${tester.uid} 600 socket`);
    const script = `require("node:net").connect("${socket}", () => console.log("in"))
      .on("error", (error) => console.log(error.code)).on("connect", () => process.exit())`;
    const as = (uid: number) =>
      sh("setpriv", `--reuid=${uid}`, "--clear-groups", program, "-e", script);
    expect(await as(4343)).toBe("EACCES");
    expect(await as(tester.uid)).toBe("in");
    expect(await asTester(["down"])).toEqual([fine]);
  });

  it("is asked once for actions that come at once", async () => {
    expect(await asTester(["up,up,up", "down"])).toEqual([fine, fine, fine, fine]);
    expect(polkit.elevations()).toEqual([elevated]);
  });

  it("gives root the same command line whatever the folder and the interfaces are named", async () => {
    const folder = "/tmp/$(touch pwned)`id`;\"&&'ü";
    mkdirSync(folder);
    await sh("chmod", "777", folder);
    await sh("ip", "link", "set", "eth2", "down");
    await sh("ip", "link", "set", "eth2", "name", '$(id)`;\\"');
    expect(await asTester(["up"], { cwd: folder })).toEqual([fine]);
    expect(await asTester(['set $(id)`;\\"'], { cwd: folder })).toMatchObject([
      { error: { code: "input-invalid" } },
    ]);
    expect(await asTester(["down"], { cwd: folder })).toEqual([fine]);
    expect(polkit.elevations()).toEqual([elevated]);
    expect(await sh("ls", "-A", folder)).toBe("");
    await sh("ip", "link", "set", '$(id)`;\\"', "name", "eth2");
  });

  it("refuses to elevate a program whose path has more than harmless characters", async () => {
    expect(await asTester(["up"], { bundle: "/tmp/$(id)/netd.js" })).toMatchObject([
      { error: { code: "root-path-unsafe", params: { path: "/tmp/$(id)/netd.js" } } },
    ]);
    expect(polkit.elevations()).toEqual([]);
  });

  it("is told when what was started does not work", async () => {
    expect(await asTester(["up"], { bundle: "/run/none.js" })).toMatchObject([
      { error: { code: "root-crashed" } },
    ]);
  });
});

describe("an unprivileged user whom polkit does not allow it", () => {
  it("is told by different errors that it was refused or that nobody could ask, and can go on", async () => {
    await polkit.answer("no");
    expect(await asTester(["up"])).toMatchObject([{ error: { code: "root-denied" } }]);
    await polkit.answer("ask");
    expect(await asTester(["up"])).toMatchObject([
      {
        error: {
          code: "root-no-agent",
          params: { command: `sudo ${elevated.split("SUDOPROMPT; ")[1]}` },
        },
      },
    ]);
    expect(await asTester(["read", "down", "set eth2"])).toMatchObject([
      { lan: { status: "off", problems: [] } },
      fine,
      fine,
    ]);
    expect(await networkState()).toBe(before);
  });

  it("is told when the dialogue is left unanswered, which ends it", async () => {
    await polkit.answer("ask");
    const agent = await startPolkitAgent();
    try {
      agent.answer("nothing");
      const [first = "", ...rest] = [...polkit.asTester, `NETD_BUNDLE=${bundle}`];
      const args = [...rest, "PROMPT_SECONDS=1", program, driver, "up", "read"];
      // It ends only when all that it started has ended.
      const { stdout } = await execa(first, args, { cwd: "/", timeout: 30_000 });
      expect(stdout.split("\n").map((line) => JSON.parse(line))).toMatchObject([
        { error: { code: "root-timeout", params: { seconds: 1 } } },
        { lan: { status: "off", problems: [] } },
      ]);
      expect(agent.asked()).toBe(1);
      await until("the end of the dialogue", () => agent.ended() === 1);
      expect(await networkState()).toBe(before);
    } finally {
      await agent.close();
    }
  });
});
