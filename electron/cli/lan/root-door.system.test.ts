import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeTesterPlace, type TesterPlace } from "../../../e2e/rig/app/tester-place.ts";
import { tester } from "../../../e2e/rig/desktop/polkit.ts";
import { type PolkitAgent, startPolkitAgent } from "../../../e2e/rig/desktop/polkit-agent.ts";
import { makeUplink, networkState, sh, type TestUplink } from "../../../e2e/rig/lan/test-net.ts";
import type { FailureJson, LanJson } from "../../contract/app/cli.ts";
import type { RootLogJson } from "../../contract/app/cli-care.ts";

let place: TesterPlace;
let uplink: TestUplink;
let before: string;

const explanation = `To switch the LAN on, your password is needed once.
As root, Virtray will:
  - create a network interface, vtap0, with the address 192.168.100.254/24
  - add routes and firewall rules that send machines’ traffic through the chosen uplink only
  - keep interface, routes and rules in place until the LAN is switched off, and then undo everything
You are not asked again until the LAN is off, not even to switch the uplink.
Machines and windows never run as root.`;

beforeAll(async () => {
  place = await makeTesterPlace();
});
afterAll(() => place?.close());
beforeEach(async () => {
  uplink = await makeUplink("eth1", 1);
  await uplink.addDefaultRoute(100);
  before = await networkState();
});
afterEach(async () => {
  await uplink.close();
});

/**
 * Checks that switching the LAN on ends with this error, and that the program can be used as
 * before.
 */
async function failsWith(code: string): Promise<void> {
  const { exitCode, stdout } = await place.virtray("lan", "up", "--json");
  expect([exitCode, (JSON.parse(stdout) as FailureJson).error.code]).toEqual([1, code]);
  const status = await place.virtray("lan", "status", "--json");
  expect((JSON.parse(status.stdout) as LanJson).status).toBe("off");
  expect(await place.virtray("uplink", "set", "eth1")).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await networkState()).toBe(before);
}

describe("a person whom polkit asks", () => {
  let agent: PolkitAgent;
  beforeAll(async () => {
    await place.polkit.answer("ask");
    agent = await startPolkitAgent();
  });
  afterAll(() => agent?.close());

  it("reads root's work, is asked once, and finds it in the log", async () => {
    agent.answer("grant");
    const up = await place.virtray("lan", "up");
    expect(up).toMatchObject({ exitCode: 0, stderr: explanation });
    expect(agent.asked()).toBe(1);
    expect(await place.virtray("uplink", "set", "eth1")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await place.virtray("lan", "down")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(agent.asked()).toBe(1);
    expect(await networkState()).toBe(before);

    const { stdout } = await place.virtray("doctor", "--log", "--json");
    const log = JSON.parse(stdout) as readonly RootLogJson[];
    expect(log.find(({ argv }) => argv.includes("tuntap") && argv.includes("add"))).toMatchObject({
      cause: "up",
      outcome: "ok",
      argv: expect.arrayContaining(["vtap0", String(tester.uid)]),
    });
    const people = await place.virtray("doctor", "--log");
    expect(people.stdout.split("\n")[0]).toMatch(/^TIME +REASON +OUTCOME +COMMAND$/);
    expect(people.stdout).toMatch(/ up +ok .*tuntap/);
  });

  it("is asked once more for another LAN, and keeps the present one after a refusal", async () => {
    agent.answer("grant");
    expect(await place.virtray("lan", "up")).toMatchObject({ exitCode: 0 });
    const subnet = async () => {
      const { stdout } = await place.virtray("lan", "status", "--json");
      return (JSON.parse(stdout) as LanJson).subnet;
    };
    agent.answer("cancel");
    const refused = await place.virtray("lan", "set", "--subnet", "10.9.0.0/24", "--json");
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "root-dismissed" } });
    expect(await subnet()).toBe("192.168.100.0/24");
    agent.answer("grant");
    const moved = await place.virtray("lan", "set", "--subnet", "10.9.0.0/24");
    expect(moved).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("To change the LAN, your password is needed."),
    });
    expect(moved.stderr).toContain("vtap0, with the address 10.9.0.254/24");
    expect(agent.asked()).toBe(1);
    expect(await subnet()).toBe("10.9.0.0/24");
    expect(await sh("ip", "-br", "address", "show", "vtap0")).toContain("10.9.0.254/24");
    expect(await place.virtray("lan", "down")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await place.virtray("lan", "set", "--subnet", "192.168.100.0/24")).toMatchObject({
      exitCode: 0,
      stderr: "",
    });
    expect(agent.asked()).toBe(1);
    expect(await networkState()).toBe(before);
  });

  it("gets an error for a closed dialogue, and can go on", async () => {
    agent.answer("cancel");
    await failsWith("root-dismissed");
    expect(agent.asked()).toBe(1);
    agent.answer("grant");
    expect(await place.virtray("lan", "up")).toMatchObject({ exitCode: 0 });
    expect(await place.virtray("lan", "down")).toMatchObject({ exitCode: 0 });
  });
});

describe("a person whom polkit does not ask", () => {
  it("gets an error that polkit refuses, or that no question could be asked", async () => {
    await place.polkit.answer("no");
    await failsWith("root-denied");
    await place.polkit.answer("ask");
    await failsWith("root-no-agent");
  });
});

describe("on a terminal without an agent", () => {
  const policy = "/run/virtray-sudo";
  const rule = `${tester.name} ALL=(root) ALL`;
  const password = "open sesame";
  /** The same password, as crypt(5) keeps it. */
  const hash =
    "$6$virtray$8O84WPtj4ZgCnolSjlUmpZhf9svkNR4uDqkvnPbTc4RfQkZV/YbXYsDR3juS9YRnUH2m2gy8v34.4P5XIBLab/";

  /** This computer's /etc must not change. */
  async function allow(line: string): Promise<void> {
    mkdirSync(policy, { recursive: true });
    writeFileSync(`${policy}/sudoers`, `${line}\n`);
    chmodSync(`${policy}/sudoers`, 0o440);
    await sh("mount", "--bind", `${policy}/sudoers`, "/etc/sudoers");
    const shadow = readFileSync("/etc/shadow", "utf8").replace(
      new RegExp(`^${tester.name}:[^:]*:`, "m"),
      () => `${tester.name}:${hash}:`,
    );
    expect(shadow).toContain(hash);
    writeFileSync(`${policy}/shadow`, shadow, { mode: 0o600 });
    await sh("mount", "--bind", `${policy}/shadow`, "/etc/shadow");
    // sudo resolves this computer's name. Without a file that knows it, it would wait 20 seconds
    // and more for an unreachable name server.
    const hosts = `${readFileSync("/etc/hosts", "utf8")}127.0.0.1 ${hostname()}\n`;
    writeFileSync(`${policy}/hosts`, hosts);
    await sh("mount", "--bind", `${policy}/hosts`, "/etc/hosts");
  }

  beforeEach(() => place.polkit.answer("ask"));
  afterEach(async () => {
    for (const path of ["/etc/sudoers", "/etc/shadow", "/etc/hosts"]) {
      await execa("umount", [path], { reject: false });
    }
  });

  /** Switches the LAN on on a pseudo-terminal, and types an answer each time sudo asks. */
  async function onTerminal(...answers: readonly string[]) {
    const line = [...place.command, "lan", "up"].join(" ");
    const left = [...answers];
    const running = execa("script", ["-qec", line, "/dev/null"], { stdin: "pipe", reject: false });
    let seen = "";
    running.stdout.on("data", (text) => {
      seen += String(text);
      const answer = left[0];
      if (answer === undefined || !/password for \S+: $/.test(seen)) return;
      seen = "";
      left.shift();
      running.stdin.write(`${answer}\n`);
    });
    const { exitCode, stdout } = await running;
    return { exitCode, told: stdout.replaceAll("\r", "") };
  }

  it("sudo asks instead, after the same explanation", async () => {
    await allow(rule);
    const { exitCode, told } = await onTerminal("wrong", password);
    expect(told.indexOf("Machines and windows never run as root.")).toBeLessThan(
      told.indexOf(`[sudo] password for ${tester.name}:`),
    );
    expect(told).toContain(explanation);
    expect(told).toContain("Sorry, try again.");
    expect([exitCode, told]).toEqual([
      0,
      expect.stringContaining("LAN on (192.168.100.254/24, vtap0)"),
    ]);
    // netd serves the user who asked, and must survive the end of the terminal.
    expect(await place.virtray("lan", "down")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await networkState()).toBe(before);
  });

  it.each([
    ["who may not", "root ALL=(ALL:ALL) ALL", [password], "is not in the sudoers file"],
    [
      "who types nothing",
      `Defaults passwd_timeout=0.02\n${rule}`,
      [],
      "timed out reading password",
    ],
  ])("%s gets sudo's refusal, and can go on", async (_who, policy, answers, words) => {
    await allow(policy);
    const { exitCode, told } = await onTerminal(...answers);
    expect(exitCode).toBe(1);
    expect(told).toContain(words);
    expect(told).toContain("sudo refused, for the reason above.");
    expect(await networkState()).toBe(before);
  });
});
