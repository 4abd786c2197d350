import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Polkit, startPolkit } from "./polkit.ts";

let polkit: Polkit;
beforeAll(async () => {
  polkit = await startPolkit();
});
afterAll(() => polkit.close());

async function elevate(...command: readonly string[]) {
  const [program = "", ...args] = [...polkit.asTester, "pkexec", ...command];
  const { exitCode, stdout, stderr } = await execa(program, args, { reject: false });
  return { exitCode, stdout, stderr: stderr.trim().split("\n").at(-1) };
}

it("elevates the tester when the rule says yes, and logs the command", async () => {
  await polkit.answer("yes");
  expect(await elevate("/usr/bin/id", "-u")).toMatchObject({ exitCode: 0, stdout: "0" });
  expect(polkit.elevations()).toEqual(["/usr/bin/id -u"]);
});

it("refuses when the rule says no", async () => {
  await polkit.answer("no");
  expect(await elevate("/usr/bin/id")).toMatchObject({ exitCode: 127 });
});

it("cannot ask without a rule", async () => {
  await polkit.answer("ask");
  const { exitCode, stderr } = await elevate("--disable-internal-agent", "/usr/bin/id");
  expect([exitCode, stderr]).toEqual([
    127,
    "Error executing command as another user: No authentication agent found.",
  ]);
});

it("lets the tester make taps", async () => {
  const [program = "", ...args] = [...polkit.asTester, "sh", "-c", "exec 3<>/dev/net/tun"];
  expect((await execa(program, args, { reject: false })).exitCode).toBe(0);
});
