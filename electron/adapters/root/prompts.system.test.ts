import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeRootActions } from "../../../build/packaging/root-actions.mjs";
import { type Polkit, startPolkit } from "../../../e2e/rig/desktop/polkit.ts";
import { type PolkitAgent, startPolkitAgent } from "../../../e2e/rig/desktop/polkit-agent.ts";
import { oneShotBundleForTests, oneShotDriverForTests } from "../../../e2e/rig/lan/netd-bundle.ts";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { type OneShotAction, oneShotNames } from "../../contract/root/one-shot.ts";
import { rootActionWords } from "../../contract/words/catalogues.ts";

/** Lays a package's files over those that this computer has at the same places. */
const app = "/opt/Virtray";
const bundle = `${app}/resources/app.asar/out/main/once.js`;
const driver = `${app}/rig/one-shot-driver.js`;
const actions = "/usr/share/polkit-1/actions";
const copies = "/run/virtray-actions";

let polkit: Polkit;
let agent: PolkitAgent;

beforeAll(async () => {
  const [once, asUser] = await Promise.all([oneShotBundleForTests(), oneShotDriverForTests()]);
  await sh("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/opt");
  mkdirSync(join(bundle, ".."), { recursive: true });
  writeFileSync(`${app}/virtray-desktop`, "");
  await sh("mount", "--bind", process.execPath, `${app}/virtray-desktop`);
  cpSync(join(once, ".."), join(bundle, ".."), { recursive: true });
  cpSync(join(asUser, ".."), join(driver, ".."), { recursive: true });
  writeFileSync(`${app}/package.json`, '{"type":"module"}');
  const { programs, policy } = writeRootActions(`${app}/made`, rootActionWords);
  symlinkSync(programs, `${app}/resources/root`);
  cpSync(actions, copies, { recursive: true });
  cpSync(policy, join(copies, "io.github.virtray.Virtray.policy"));
  await sh("mount", "--bind", copies, actions);
  polkit = await startPolkit();
  await polkit.answer("ask");
  agent = await startPolkitAgent();
});

afterAll(async () => {
  await agent?.close();
  await polkit?.close();
  for (const at of [actions, `${app}/virtray-desktop`, "/opt"]) {
    await execa("umount", [at], { reject: false });
  }
  rmSync(copies, { recursive: true, force: true });
});

/** Has root asked for actions by a program of the user's; gives the outcomes. */
async function asTester(...wanted: readonly OneShotAction[]): Promise<readonly unknown[]> {
  const [first = "", ...rest] = polkit.asTester;
  const texts = wanted.map((action) => JSON.stringify(action));
  const args = [...rest, `ONCE_BUNDLE=${bundle}`, `${app}/virtray-desktop`, driver, ...texts];
  const { stdout } = await execa(first, args, { cwd: "/" });
  return stdout.split("\n").map((line) => JSON.parse(line));
}

const option = "kvm_intel emulate_invalid_guest_state=0";
const all: readonly OneShotAction[] = [
  { do: "load-module", module: "tun" },
  { do: "set-module-option", option, scope: "always" },
  { do: "unset-module-option", scope: "always" },
  { do: "join-group-kvm" },
  { do: "open-kvm" },
  { do: "close-kvm" },
  { do: "lend-device", major: 8, minor: 0 },
  { do: "take-back-devices" },
  { do: "allow-through-firewall" },
  { do: "take-back-firewall" },
  { do: "write-hosts" },
  { do: "take-back-hosts" },
];

it("the password dialogue says which of the single actions is asked for", async () => {
  expect(all.map((each) => each.do)).toEqual(oneShotNames);
  agent.answer("cancel");
  for (const outcome of await asTester(...all)) {
    expect(outcome).toMatchObject({ error: { code: "root-dismissed" } });
  }
  const words = new Map(
    Object.entries(rootActionWords.en).map(([action, { message }]) => [action, message]),
  );
  expect(agent.messages()).toEqual(oneShotNames.map((name) => words.get(name)));
});

it("an action that was agreed to is done, and no other under its name", async () => {
  agent.answer("grant");
  expect(await asTester({ do: "take-back-devices" })).toEqual([{ ok: true }]);
  const order = { v: 1, once: { do: "join-group-kvm" } };
  const argument = Buffer.from(JSON.stringify(order)).toString("base64url");
  const [first = "", ...rest] = polkit.asTester;
  const program = `${app}/resources/root/take-back-devices`;
  const asked = [...rest, "pkexec", "--disable-internal-agent", program, argument];
  const { stdout } = await execa(first, asked, { reject: false, cwd: "/" });
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "netd-refused" } });
  expect(agent.asked()).toBe(2);
});
