import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MachineJson } from "../electron/contract/app/cli.ts";
import { makeTesterPlace, type TesterPlace } from "./rig/app/tester-place.ts";
import { tester } from "./rig/desktop/polkit.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { guestRun } from "./rig/guest/run.mjs";
import { makeUplink, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** Programs of this computer as members of the LAN, run by an ordinary user, with a real guest beside them. */
const address = "192.168.100.1";
const here = "192.168.100.77";

let place: TesterPlace;
let cable: TestUplink;

const onLan = (...words: readonly string[]) => place.virtray("on-lan", ...words);
const inGuest = (command: string) => guestRun(address, command);
/** The processes that plug programs in. */
const plugs = async () => (await execa("pgrep", ["-c", "vde_plug2tap"], { reject: false })).stdout;
const failed = (stderr: string, exitCode = 1) => ({ exitCode, stdout: "", stderr });

/** Starts one that stays until it is told to end. */
function stay(...words: readonly string[]) {
  const [program = "", ...args] = [...place.command, "on-lan", ...words];
  return execa(program, args, { cwd: "/", reject: false });
}

beforeAll(async () => {
  cable = await makeUplink("eth0", 1);
  await cable.addDefaultRoute(100);
  place = await makeTesterPlace();
  await place.polkit.answer("yes");
  const disk = "/tmp/web.qcow2";
  await buildGuestDisk({ path: disk, name: "web", address });
  await execa("chmod", ["a+rw", disk]);
});

afterAll(async () => {
  await place?.virtray("kill", "web");
  await place?.virtray("lan", "down");
  await place?.close();
  await cable?.close();
});

it("says so while the LAN is off", async () => {
  expect(await onLan("true")).toEqual(failed("The LAN is off. Switch the LAN on: virtray lan up"));
});

it("reaches a machine by its name, with an address of its own, and without a password", async () => {
  const done = { exitCode: 0 };
  expect(await place.virtray("lan", "up")).toMatchObject(done);
  const add = ["add", "web", "--disk", "/tmp/web.qcow2", "--address", address];
  expect(await place.virtray(...add, "--memory", "256", "--accel", "tcg")).toMatchObject(done);
  expect(await place.virtray("start", "web")).toMatchObject(done);
  const prompts = place.polkit.elevations().length;
  await until("the guest", async () => {
    const { stdout } = await place.virtray("list", "--json");
    return (JSON.parse(stdout) as readonly MachineJson[])[0]?.reachable;
  });
  const look = "ip -4 -br address show dev lan0; busybox wget -qO- http://web.vm.internal/";
  const { exitCode, stdout, stderr } = await onLan("--", "sh", "-c", look);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout.replaceAll(/ +/g, " ").split("\n")).toEqual(["lan0 UP 192.168.100.2/24 ", "web"]);
  expect(place.polkit.elevations()).toHaveLength(prompts);
});

it("has this program's streams, and its exit code", async () => {
  const words = [...place.command, "on-lan", "--", "sh", "-c", "cat; id -u; exit 7"];
  const [program = "", ...args] = words;
  const { exitCode, stdout, stderr } = await execa(program, args, {
    cwd: "/",
    reject: false,
    input: "from outside\n",
  });
  expect({ exitCode, stdout, stderr }).toEqual({
    ...{ exitCode: 7, stderr: "" },
    stdout: `from outside\n${tester.uid}`,
  });
});

it("is reached by a machine under its name until it ends", async () => {
  const asked = `nslookup probe.vm.internal 192.168.100.254 >/dev/null && ping -c 1 -W 5 ${here} >/dev/null`;
  const isThere = () =>
    inGuest(asked).then(
      () => true,
      () => false,
    );
  const probe = stay("--name", "probe", "--address", here, "sleep", "600");
  await until("the member", isThere);
  expect(await onLan("--name", "probe", "true")).toEqual(
    failed("A machine named “probe” exists already. Choose another name."),
  );
  expect((await onLan("--address", here, "true")).exitCode).toBe(1);
  probe.kill("SIGTERM");
  expect((await probe).exitCode).toBe(143);
  await until("its end", async () => !(await isThere()));
  await until("no plug", async () => (await plugs()) === "0");
});

it("leaves no plug and no name after kill -9", async () => {
  const stays = stay("--name", "probe", "sleep", "600");
  await until("the plug", async () => (await plugs()) === "1");
  const { stdout } = await execa("pgrep", ["-f", "cli.cjs on-lan --name probe"]);
  for (const pid of stdout.split("\n")) process.kill(Number(pid), "SIGKILL");
  // Nobody waits for the program any more: it goes on, and its plug with it.
  expect(await plugs()).toBe("1");
  const program = await execa("pgrep", ["-f", "^sleep 600$"]);
  for (const pid of program.stdout.split("\n")) process.kill(Number(pid), "SIGKILL");
  await stays;
  await until("no plug", async () => (await plugs()) === "0");
  expect(await onLan("--name", "probe", "true")).toMatchObject({ exitCode: 0 });
});

it("refuses what cannot be", async () => {
  expect(await onLan("--name", "Not a name", "true")).toMatchObject({ exitCode: 1, stdout: "" });
  expect(await onLan("--name", "web", "true")).toMatchObject({ exitCode: 1, stdout: "" });
  expect(await onLan("--address", "10.1.1.1", "true")).toMatchObject({ exitCode: 1, stdout: "" });
  const { exitCode, stderr } = await onLan("no-such-program");
  // By the first folder of the PATH that the user may not enter, if there is one.
  expect([126, 127]).toContain(exitCode);
  expect(stderr).toMatch(/^unshare: failed to execute no-such-program: /);
});
