import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import type { RepairJson } from "../../contract/app/cli-care.ts";

let instance: Instance;
const rule = ["FORWARD", "-i", "vtap0", "-m", "comment", "--comment", "virtray", "-j", "ACCEPT"];
const explanation = `All rules of iptables with the comment “virtray” are deleted from FORWARD and DOCKER-USER, and no others.
These rules allow machines through, and are no longer wanted.
`;

beforeEach(async () => {
  instance = makeInstance();
  await sh("iptables", "-A", ...rule);
});

afterEach(async () => {
  await execa("iptables", ["-F", "FORWARD"], { reject: false });
  await instance.close();
});

async function ruleIsThere(): Promise<boolean> {
  return (await execa("iptables", ["-C", ...rule], { reject: false })).exitCode === 0;
}

/** Runs the same command on a terminal, and types an answer once the question is asked. */
async function onTerminal(typed: string): Promise<{ exitCode: number | undefined; told: string }> {
  const command = `${process.execPath} build/virtray.mjs doctor --repair firewall-undo`;
  const running = execa("script", ["-qec", command, "/dev/null"], {
    stdin: "pipe",
    env: instance.env,
    extendEnv: false,
    reject: false,
  });
  let seen = "";
  let hasTyped = false;
  running.stdout.on("data", (text) => {
    seen += String(text);
    if (hasTyped || !seen.includes("[y/N]")) return;
    hasTyped = true;
    running.stdin.write(typed);
  });
  const { exitCode, stdout } = await running;
  return { exitCode, told: stdout.replaceAll("\r", "") };
}

describe("a repair by the command", () => {
  it("only explains where it cannot ask", async () => {
    const { exitCode, stdout } = await instance.virtray("doctor", "--repair", "firewall-undo");
    expect([exitCode, stdout]).toEqual([
      1,
      `${explanation}\nNothing was done. To carry out the repair without being asked: --yes`,
    ]);
    const json = await instance.virtray("doctor", "--repair", "guest-state-undo", "--json");
    expect([json.exitCode, JSON.parse(json.stdout)]).toEqual([
      1,
      {
        id: "guest-state-undo",
        what: "The file that sets the option of KVM is removed.",
        why: "Virtray wrote this file, and it is no longer wanted.",
        steps: ["remove /etc/modprobe.d/virtray.conf"],
        done: false,
        error: null,
      } satisfies RepairJson,
    ]);
    expect(await ruleIsThere()).toBe(true);
  });

  it("does it with --yes", async () => {
    const done = await instance.virtray("doctor", "--repair", "firewall-undo", "--yes");
    expect(done).toEqual({ exitCode: 0, stdout: `${explanation}\nDone.`, stderr: "" });
    expect(await ruleIsThere()).toBe(false);
  });

  it.each(["n\n", "\n", "yesterday\n", "\u0003", "\u0004"])(
    "does not do it for the answer %j",
    async (typed) => {
      const { exitCode, told } = await onTerminal(typed);
      expect(told).toContain("Carry out this repair? [y/N]");
      expect(told).toContain("Nothing was done.");
      expect([exitCode, await ruleIsThere()]).toEqual([1, true]);
    },
  );

  it("does it for a yes", async () => {
    const { exitCode, told } = await onTerminal("y\n");
    expect(told).toContain("Done.");
    expect([exitCode, await ruleIsThere()]).toEqual([0, false]);
  });

  it("refuses one that does not exist, and lists those that do", async () => {
    const { exitCode, stderr } = await instance.virtray("doctor", "--repair", "$(id)", "--yes");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^There is no repair “\$\(id\)” at the moment\. Available repairs: .*guest-state-undo, firewall-undo\.$/,
    );
    expect(await ruleIsThere()).toBe(true);
  });
});
