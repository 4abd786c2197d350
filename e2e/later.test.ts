import { createServer } from "node:net";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MachineJson } from "../electron/contract/app/cli.ts";
import { makeTesterPlace, type TesterPlace } from "./rig/app/tester-place.ts";
import { tester } from "./rig/desktop/polkit.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { guestRun, sshOptions } from "./rig/guest/run.mjs";
import {
  anywhere,
  capture,
  endCaptures,
  makeUplink,
  type TestUplink,
  tellPort,
} from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/**
 * A LAN without a password, which becomes the whole one later: an ordinary user, real guests and packets. The
 * guest is entered by a port forward, as this computer does not reach its address.
 */
const address = "192.168.100.1";
const port = "2222";

const small =
  "The LAN is on without a password: its uplink is this computer’s own routing alone, and this computer does not reach " +
  "machines at their addresses. Reach them by a port forward or as a member of the LAN (virtray on-lan), or switch the " +
  "whole LAN on: virtray lan up";

let place: TesterPlace;
let cable: TestUplink;

const done = { exitCode: 0 };

/** Runs a command in the guest by the forward. */
async function inGuest(command: string): Promise<string> {
  const options = [...(await sshOptions()), "-p", port];
  const { stdout } = await execa("ssh", [...options, "root@127.0.0.1", command], {
    stdin: "ignore",
    timeout: 60_000,
  });
  return stdout;
}
/** Asks a server outside, from the guest, who asks. */
const asking = `echo '?' | nc -w 10 ${anywhere} ${tellPort} || true`;

async function machine(): Promise<MachineJson | undefined> {
  const { stdout } = await place.virtray("list", "--json");
  return (JSON.parse(stdout) as readonly MachineJson[]).find(({ name }) => name === "web");
}

/** Runs a command in the guest from the network of the LAN's gateway, also where no forward leads in. */
async function fromWithin(command: string): Promise<string> {
  const { stdout: pid } = await execa("pgrep", ["-f", "^vde_switch .*/own/out/mgmt"]);
  const words = ["-t", pid, "-n", "ssh", ...(await sshOptions()), `root@${address}`, command];
  return (await execa("nsenter", words, { stdin: "ignore", timeout: 60_000 })).stdout;
}

/** Returns how many processes of the tester's keep a LAN, in a network of its own or not. */
async function processes(): Promise<number> {
  const { stdout } = await execa("ps", ["-U", `${tester.uid}`, "-o", "args="], { reject: false });
  const ofLan = /vde_switch|dnsmasq|netd\.js|unshare|-machine none/;
  return stdout.split("\n").filter((line) => ofLan.test(line)).length;
}

beforeAll(async () => {
  cable = await makeUplink("eth0", 1);
  await cable.addDefaultRoute(100);
  place = await makeTesterPlace();
  await place.polkit.answer("no");
  const disk = "/tmp/web.qcow2";
  await buildGuestDisk({ path: disk, name: "web", address });
  await execa("chmod", ["a+rw", disk]);
});

afterAll(async () => {
  await endCaptures();
  await place?.virtray("kill", "web");
  await place?.virtray("lan", "down");
  await place?.close();
  await cable?.close();
});

it("is on without a password, and its machine reaches outside and is reached by a forward", async () => {
  expect(await place.virtray("lan", "up", "--without-password")).toEqual({
    ...done,
    stdout: "LAN on (192.168.100.254/24, vtap0)",
    stderr: small,
  });
  const add = ["add", "web", "--disk", "/tmp/web.qcow2", "--address", address];
  expect(await place.virtray(...add, "--memory", "256", "--accel", "tcg")).toMatchObject(done);
  expect(await place.virtray("forward", "add", "web", `${port}:22`)).toMatchObject(done);
  expect(await place.virtray("start", "web")).toMatchObject(done);
  await until("the guest", async () => (await machine())?.reachable);
  expect(await inGuest("hostname")).toBe("web");
  expect(await inGuest(asking)).toBe(cable.address);
  expect(place.polkit.elevations()).toEqual([]);
});

it("answers to its name for a program of this computer that is a member, and in the guest", async () => {
  const { exitCode, stdout } = await place.virtray(
    ...["on-lan", "--", "busybox", "wget", "-qO-", "http://web.vm.internal/"],
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "web" });
  expect(await inGuest("nslookup web.vm.internal 192.168.100.254")).toContain(address);
});

it("leads to no service of this computer's own, nor by an uplink that was chosen for a machine", async () => {
  const server = createServer((socket) => socket.end("secret\n"));
  await new Promise<void>((resolve) => server.listen(7008, "127.0.0.1", resolve));
  expect(await inGuest("nc -w 5 198.18.0.2 7008 </dev/null || echo refused")).toBe("refused");
  server.close();
  const set = async (...words: readonly string[]) => {
    const chosen = await place.virtray("uplink", "set", ...words, "--machine", "web");
    expect(chosen).toMatchObject(done);
    return fromWithin(asking);
  };
  const captured = await capture(cable.interface, `host ${anywhere}`);
  expect(await set("none")).toBe("");
  expect(await set("default", "--only", "10.9.9.9")).toBe("");
  // One that was chosen before is not there either.
  expect(await place.virtray("lan", "down")).toMatchObject(done);
  await place.virtray("uplink", "set", "eth0", "--machine", "web", "--only", "all");
  expect(await place.virtray("lan", "up", "--without-password")).toMatchObject(done);
  expect(await fromWithin(asking)).toBe("");
  expect(await captured.end()).toEqual([]);
  const chosen = await place.virtray("uplink", "set", "eth0", "--machine", "web");
  expect(chosen).toMatchObject({ exitCode: 1, stderr: small });
  expect(await set("default")).toBe(cable.address);
});

it("refuses what would look for the machine's address elsewhere", async () => {
  const refused = { exitCode: 1, stdout: "", stderr: small };
  expect(await place.virtray("ssh", "web", "true")).toEqual(refused);
  expect(await place.virtray("doctor", "path", "web")).toEqual(refused);
});

it("leaves nothing after kill -9 but the machine, and is there again", async () => {
  const { stdout } = await execa("pgrep", [
    "-U",
    `${tester.uid}`,
    "-f",
    "vde_switch|netd.js|own/out",
  ]);
  for (const pid of stdout.split("\n")) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended with another.
    }
  }
  await until("their end", async () => (await processes()) === 0);
  expect((await place.virtray("lan", "status")).stdout).toBe("LAN off (192.168.100.254/24, vtap0)");
  expect(await place.virtray("lan", "up", "--without-password")).toMatchObject(done);
  await until("the guest", async () => (await machine())?.reachable);
  expect(await inGuest(asking)).toBe(cable.address);
});

it("stays as it is while the password is refused, and becomes the whole one under a running machine", async () => {
  const before = (await machine())?.pid;
  expect((await place.virtray("lan", "up")).exitCode).toBe(1);
  expect(await inGuest(asking)).toBe(cable.address);
  await place.polkit.answer("yes");
  const whole = await place.virtray("lan", "up");
  expect(whole).toMatchObject({ exitCode: 0, stdout: "LAN on (192.168.100.254/24, vtap0)" });
  expect(whole.stderr).not.toContain(small);
  expect(place.polkit.elevations()).toHaveLength(1);
  expect(await guestRun(address, "hostname")).toBe("web");
  expect(await guestRun(address, asking)).toBe(cable.address);
  expect(await inGuest("hostname")).toBe("web");
  expect((await machine())?.pid).toBe(before);
  // The switch alone is the user's now.
  expect(await processes()).toBe(1);
  expect(await place.virtray("lan", "down")).toMatchObject(done);
  expect(await processes()).toBe(0);
});

it("takes all back when a small one is switched off", async () => {
  expect(await place.virtray("lan", "up", "--without-password")).toMatchObject(done);
  expect(await place.virtray("lan", "down")).toMatchObject(done);
  expect(await processes()).toBe(0);
  expect(place.polkit.elevations()).toHaveLength(1);
});
