import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import {
  makeOtherComputer,
  type OtherComputer,
} from "../../../e2e/rig/computers/other-computer.ts";
import { emptyDisk } from "../../../e2e/rig/small-machine.ts";
import { until } from "../../../e2e/rig/until.ts";
import { version } from "../../../package.json" with { type: "json" };
import { pathsFrom } from "../../adapters/files/paths.ts";
import type { FarMachineView } from "../../contract/computer/far-machine.ts";
import { serveProtocol } from "../../contract/computer/serve.ts";
import { createFoundation } from "../compose/foundation.ts";
import { createFarLinks, type FarLinks } from "./far-links.ts";
import { createFarMachines, type FarMachines } from "./far-machines.ts";

/** The app's links to another computer with a real sshd and the real command there. */
let here: Instance;
let far: OtherComputer;
let links: FarLinks;
let machines: FarMachines;
let heard: readonly FarMachineView[] = [];
/** How often machines were heard of that are not reached. */
let losses = 0;
/** How often machines were heard of. */
let tellings = 0;

beforeAll(async () => {
  here = makeInstance();
  far = await makeOtherComputer(3);
  const disk = await emptyDisk(far.home, "web");
  await execa("chown", ["4242:4242", disk]);
  await far.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg");
  links = createFarLinks({
    ...{ version, paths: pathsFrom(here.env, 0), tellLan: async () => {} },
    settle: async () => {},
    heard: (all) => {
      heard = all;
      tellings += 1;
      if (all.some(({ unheardSince }) => unheardSince !== null)) losses += 1;
    },
  });
  machines = createFarMachines(links, () => "en", {
    ...{ paths: pathsFrom(here.env, 0), version },
    vdeSwitch: { wasStarted: async () => false },
    settings: createFoundation(here.env).settings,
  });
});
afterEach(() => far.replaceCommand(null));
afterAll(async () => {
  links?.close();
  await far?.close();
  await here?.close();
});

const computers = () => [{ name: "big", host: far.host, isJoined: false, isUplink: false }];
const web = () => heard.find(({ name }) => name === "web");
const reached = () => until("the machine", () => web()?.unheardSince === null);
const gone = () => until("the far end to go", async () => (await far.processes()).length === 0);

it("runs nothing without other computers", async () => {
  links.keep([]);
  expect(heard).toEqual([]);
  expect(await far.processes()).toEqual([]);
});

it("shows a machine there, and is told of what is done there by others", async () => {
  links.keep(computers());
  await reached();
  expect(web()).toMatchObject({ computer: "big", status: "stopped" });
  expect(web()?.id).toMatch(/^big:[0-9a-f-]{36}$/);
  await far.json("start", "web");
  await until("the news", () => web()?.status === "running");
  await far.json("kill", "web");
  await until("the news", () => web()?.status === "stopped");
});

it("acts on it, and tells the sentence of what fails there", async () => {
  const id = web()?.id ?? "";
  expect(await machines.act(id, "start")).toEqual({ ok: true, value: undefined });
  await until("the news", () => web()?.status === "running");
  expect(await machines.changeSnapshots(id, "take", "-rf $(id)")).toMatchObject({ ok: true });
  expect(await machines.snapshots(id)).toMatchObject({ value: [{ name: "-rf $(id)" }] });
  expect(await machines.log(id)).toMatchObject({ ok: true });
  expect(await machines.act(id, "kill")).toMatchObject({ ok: true });
  const none = `${id.slice(0, -12)}000000000000`;
  expect(await machines.act(none, "start")).toMatchObject({
    error: { code: "computer-refused", params: { name: "big" } },
  });
  expect(await machines.act(`old:${id.slice(4)}`, "start")).toMatchObject({
    error: { code: "computer-unknown" },
  });
});

it("shows a machine's screen and serial line there, and leaves nothing behind", async () => {
  const id = web()?.id ?? "";
  expect(await machines.openConsole(id, "screen")).toMatchObject({
    error: { code: "machine-not-answering" },
  });
  expect(await machines.act(id, "start")).toMatchObject({ ok: true });
  const screen = await machines.openConsole(id, "screen");
  if (!screen.ok) throw new Error(JSON.stringify(screen.error));
  const { socket } = screen.value;
  let seen = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    seen = Buffer.concat([seen, bytes]);
  });
  // RFC 6143, 7.1: both versions, then the kinds of security.
  await until("its version", () => seen.toString("latin1").startsWith("RFB 003.008\n"));
  socket.write("RFB 003.008\n");
  await until("its answer", () => seen.length > 12);
  const serial = await machines.openConsole(id, "serial");
  expect(serial).toMatchObject({ ok: true });
  const shown = async () => (await far.processes()).filter((each) => each.includes("--console"));
  expect(await shown()).toHaveLength(2);
  socket.destroy();
  if (serial.ok) serial.value.socket.destroy();
  await until("the far ends to go", async () => (await shown()).length === 0);
  const last = await machines.openConsole(id, "screen");
  let isOver = false;
  if (last.ok)
    last.value.socket.once("close", () => {
      isOver = true;
    });
  expect(await machines.act(id, "kill")).toMatchObject({ ok: true });
  await until("the console to end with the machine", () => isOver);
});

it("creates a machine there, from a template there, with a key of this computer", async () => {
  expect(await machines.templates("big")).toEqual({ ok: true, value: [] });
  const disk = await emptyDisk(far.home, "image");
  await execa("chown", ["4242:4242", disk]);
  await far.json("template", "add", "tiny", "--from", disk);
  const [template] =
    (await machines.templates("big").then((found) => found.ok && found.value)) || [];
  expect(template).toMatchObject({ name: "tiny", virtualBytes: 16 * 1024 ** 2 });
  const request = { computer: "big", name: "made", template: template?.id ?? "" };
  const key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMfAKSdqbFVrRDgGvJzLHCUnNtwkKaRHVRVyOzIzTBWl anna@a";
  const made = await machines.create({ ...request, memoryMiB: 64, sshKeys: [key] });
  expect(made).toMatchObject({ ok: true });
  await until("the news", () => heard.some(({ name }) => name === "made"));
  expect(heard.find(({ name }) => name === "made")?.id).toBe(made.ok && made.value.id);
  expect(await machines.create({ ...request, sshKeys: [] })).toMatchObject({
    error: { code: "computer-refused" },
  });
  await far.json("delete", "made");
  await until("the news", () => !heard.some(({ name }) => name === "made"));
});

it("a cut link dates the machines, is answered at once, and heals by itself", async () => {
  await far.cut();
  await until("the loss", () => web()?.unheardSince != null);
  const began = performance.now();
  expect(await machines.act(web()?.id ?? "", "start")).toMatchObject({ ok: false });
  expect(performance.now() - began).toBeLessThan(2000);
  await far.heal();
  await reached();
});

it("a slow link that loses packets still brings the news, and all is as before once it is better", async () => {
  await far.spoil();
  await far.json("start", "web");
  await until("the news", () => web()?.status === "running", 60);
  expect(web()?.unheardSince ?? null).toBeNull();
  await far.heal();
  await far.json("kill", "web");
  await until("the news", () => web()?.status === "stopped", 5);
}, 120_000);

it("what ends on the other side is started again", async () => {
  losses = 0;
  // One that nobody told of the cut may still be there.
  const pids = (await execa("pgrep", ["-f", "virtray.mjs serve"])).stdout.split("\n");
  for (const pid of pids) process.kill(Number(pid), "SIGKILL");
  await until("the loss", () => losses > 0);
  await reached();
});

const greeting = `echo '{"virtray":"${version}","protocol":${serveProtocol}}'; read -r line`;
const machine = (about: object) =>
  JSON.stringify({
    ...{ id: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab", name: "evil", status: "running" },
    ...{ address: null, mac: null, reachable: null, uptimeSeconds: null, accelerator: null },
    user: null,
    ...{ problemCode: null, tags: [], note: null, protected: false, ...about },
  });
const news = (list: string) =>
  `${greeting}; echo '{"id":1,"value":{"state":1,"machines":[${list}]}}'; cat`;

it.each([
  ["garbage", "head -c 100000 /dev/urandom; cat"],
  [
    "a reference of another computer",
    news(machine({ id: "old:3b0e4a53-6d0c-4f0e-9c43-0123456789ab" })),
  ],
  ["a name of controls", news(machine({ name: "\\u001b[2Jevil" }))],
  ["a note that turns what follows", news(machine({ note: "\u202eevil" }))],
  ["a tag of controls", news(machine({ tags: ["\u001b[2Jevil"] }))],
  [
    "an answer that is nested without end",
    `${greeting}; printf '{"id":1,"value":'; head -c 400000 /dev/zero | tr '\\0' '['; head -c 400000 /dev/zero | tr '\\0' ']'; echo '}'; cat`,
  ],
  [
    "a state that is no number",
    `${greeting}; echo '{"id":1,"value":{"state":"x","machines":[]}}'; cat`,
  ],
  ["a wish", `${greeting}; echo '{"id":1,"ask":"command","words":["delete","own"]}'; cat`],
])("%s changes nothing that is shown", async (_what, script) => {
  links.keep([]);
  await gone();
  far.replaceCommand(script);
  links.keep(computers());
  await until("the refusal", async () => {
    const used = await links.use("big", async () => ({ ok: true, value: undefined }));
    return !used.ok && /strange|overlong/.test(used.error.code);
  });
  expect(heard.map(({ name }) => name)).toEqual(["web"]);
  expect(web()?.unheardSince).not.toBeNull();
});

it("is not kept busy by news without end", async () => {
  links.keep([]);
  await gone();
  const answer = String.raw`echo "{\"id\":$id,\"value\":{\"state\":$id,\"machines\":[]}}"`;
  far.replaceCommand(
    `${greeting.replace("read -r line", "true")}; while read -r line; do id=$(expr "$line" : '.*"id":\\([0-9]*\\)') && ${answer}; done`,
  );
  links.keep(computers());
  await until("the news", () => heard.length === 0);
  const [from, began] = [tellings, performance.now()];
  await until("more of it", () => tellings >= from + 6);
  expect(performance.now() - began).toBeGreaterThan(900);
});

it("shows a machine that is told of twice once, and never by an id of this computer", async () => {
  links.keep([]);
  await gone();
  const twice = machine({});
  far.replaceCommand(news(`${twice},${twice}`));
  links.keep(computers());
  await until("the answer", () => heard.some(({ name }) => name === "evil"));
  expect(heard.map(({ id }) => id)).toEqual(["big:3b0e4a53-6d0c-4f0e-9c43-0123456789ab"]);
});

it("leaves no process on either side", async () => {
  links.close();
  await gone();
  await until("ssh's end", async () => {
    const { stdout } = await execa("pgrep", ["-f", "ssh .*virtray serve"], { reject: false });
    return stdout === "";
  });
});
