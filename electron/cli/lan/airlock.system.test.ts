import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { emptyDisk } from "../../../e2e/rig/small-machine.ts";
import type { AirlockLogJson, MachineDetailJson } from "../../contract/app/cli.ts";

let instance: Instance;

beforeAll(async () => {
  instance = makeInstance();
  for (const [index, name] of ["web", "db"].entries()) {
    const disk = await emptyDisk(instance.folder, name);
    const address = `192.168.100.${index + 1}`;
    const added = await instance.virtray("add", name, "--disk", disk, "--address", address);
    expect(added.stderr).toBe("");
  }
});

afterAll(() => instance.close());

/** Returns the airlock in a machine's file. */
async function airlockOf(name: string) {
  const { definition } = await instance.json<MachineDetailJson>("show", name);
  return definition.network.airlock;
}

it("is set, shown, widened and ended, and stays when another uplink is chosen", async () => {
  const set = ["uplink", "set", "auto", "--machine", "web"];
  const given = await instance.virtray(...set, "--only", "PyPI.org,github.com:443");
  expect(given).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^web: .*, only pypi\.org, github\.com:443$/),
  });
  const listed = await instance.virtray("list");
  expect(listed.stdout).toMatch(/^web: only pypi\.org, github\.com:443$/m);
  expect(listed.stdout).not.toMatch(/^db: /m);
  await instance.virtray("uplink", "set", "none", "--machine", "web");
  const allowed = await instance.virtray("uplink", "allow", "web", "10.1.2.3/8:22");
  expect(allowed.stdout).toBe("web: only pypi.org, github.com:443, 10.0.0.0/8:22");
  const always = await instance.virtray("uplink", "allow", "web", "pypi.org", "--once");
  expect(always.stdout).toBe(allowed.stdout);
  const before = Date.now();
  const once = await instance.virtray("uplink", "allow", "web", "example.org", "--once");
  expect(once.stdout).toMatch(/, example\.org \(once\)$/);
  const last = (await airlockOf("web"))?.only.at(-1);
  expect(last).toMatchObject({ to: "example.org", once: true });
  expect((last?.until ?? 0) - before).toBeGreaterThanOrEqual(300_000);
  expect((await instance.virtray("uplink", "log", "web")).stdout).toMatch(
    /^only pypi\.org, .*\nThe LAN is off, so the airlock has seen nothing\.$/,
  );
  // The former airlock of the machine is replaced, its time with it.
  await instance.virtray(...set, "--only", "pypi.org", "--for", "1h");
  const log = await instance.json<AirlockLogJson>("uplink", "log", "web");
  expect(log).toEqual({
    ...{ only: ["pypi.org"], until: expect.any(String), over: false },
    ...{ reached: [], refused: [], names: [] },
  });
  expect(Math.abs(Date.parse(log.until ?? "") - Date.now() - 3_600_000)).toBeLessThan(60_000);
  expect((await instance.virtray(...set, "--only", "all")).exitCode).toBe(0);
  expect(await airlockOf("web")).toBeUndefined();
});

it("says when its time is over", async () => {
  await instance.virtray(
    "uplink",
    "set",
    "auto",
    "--machine",
    "db",
    "--only",
    "a.test",
    "--for",
    "0.001s",
  );
  const { stdout } = await instance.virtray("list");
  expect(stdout).toMatch(/^db: nothing any more: the time of the airlock is over$/m);
});

it.each([
  [["uplink", "set", "auto", "--machine", "web", "--only", "a b"], "“a b” is not a destination"],
  [["uplink", "set", "auto", "--machine", "web", "--only", "a.test,fd00::1"], "“fd00::1” is not"],
  [["uplink", "set", "auto", "--only", "a.test"], "needs the option “--machine <name>”"],
  [
    ["uplink", "set", "auto", "--machine", "web", "--for", "1h"],
    "needs the option “--only <list>”",
  ],
  [["uplink", "allow", "web", "a.test"], "“web” has no airlock"],
  [["uplink", "log", "web"], "“web” has no airlock"],
  [["uplink", "allow", "web", "a:b"], "“a:b” is not a destination"],
])("%j is refused with the reason", async (words, reason) => {
  const refused = await instance.virtray(...words);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stdout).toBe("");
  expect(refused.stderr).toContain(reason);
  expect(await airlockOf("web")).toBeUndefined();
});

it("is refused as a whole where the list is too long, and the machine keeps what it had", async () => {
  await instance.virtray("uplink", "set", "auto", "--machine", "web", "--only", "a.test");
  const many = Array.from({ length: 33 }, (_, index) => `n${index}.test`).join(",");
  const refused = await instance.virtray(
    "uplink",
    "set",
    "auto",
    "--machine",
    "web",
    "--only",
    many,
  );
  expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
  expect(refused.stderr).toContain("The list of the airlock is too long.");
  expect(await airlockOf("web")).toEqual({ only: [{ to: "a.test" }] });
});
