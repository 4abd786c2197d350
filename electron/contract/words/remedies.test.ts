import { expect, it } from "vitest";
import { type AppError, appError } from "../errors/app-error.ts";
import type { MachineStatus, MachineView } from "../machine/machine.ts";
import { wordsFor } from "./catalogues.ts";
import { nameRemedy } from "./name-remedy.ts";
import { remediesFor, remediesForAll, type Situation } from "./remedies.ts";

const ids = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];

function machine(index: number, status: MachineStatus, more: object = {}): MachineView {
  const name = index === 0 ? "web" : "db";
  const definition = { disk: { path: `/${name}.qcow2` }, network: {}, ...more };
  return { id: ids[index], name, status, problem: null, definition } as unknown as MachineView;
}

const wlan = { interface: "wlan0", kind: "wifi", addresses: [], gateway: null, obstacle: null };
const base = {
  state: {
    lan: { status: "on" },
    uplink: {
      choice: { mode: "pinned", interface: "eth0" },
      candidates: [{ ...wlan, interface: "eth0", obstacle: "no-carrier" }, wlan],
    },
    machines: [machine(0, "running"), machine(1, "stopped")],
    broken: [],
  },
  machine: ids[0] ?? null,
  canRetry: false,
} as unknown as Situation;

/** The words on the buttons beside an error. */
function buttons(about: AppError, at: Partial<Situation> = {}, state: object = {}) {
  const situation = { ...base, ...at, state: { ...base.state, ...state } } as Situation;
  return remediesFor(about, situation).map((each) => nameRemedy(wordsFor("en"), each));
}

it("offers what the status of the machine allows, and nothing without a machine", () => {
  const late = appError("machine-stop-timeout", { name: "web", seconds: 60 });
  expect(buttons(late)).toEqual(["Wait 60 s more", "Force stop"]);
  expect(buttons(late, {}, { machines: [machine(0, "stopping")] })).toEqual(["Force stop"]);
  expect(buttons(late, {}, { machines: [machine(0, "stopped")] })).toEqual([]);
  expect(buttons(late, { machine: null })).toEqual([]);
});

it("offers another file for a disk that the machine has to itself", () => {
  const missing = appError("disk-missing", { path: "/db.qcow2" });
  const at = { machine: ids[1] ?? null };
  expect(buttons(missing, at)).toEqual(["Choose the file…", "Start again", "Move to trash"]);
  const linked = machine(1, "stopped", { template: { id: ids[0], name: "golden" } });
  expect(buttons(missing, at, { machines: [linked] })).toEqual(["Start again", "Move to trash"]);
  expect(buttons(appError("disk-missing", { path: "/other" }), at)).not.toContain(
    "Choose the file…",
  );
});

it("offers an uplink that works, and to follow the computer unless that is chosen", () => {
  const down = appError("uplink-down", { interface: "eth0" });
  expect(buttons(down, { machine: null })).toEqual(["Use wlan0", "Use Automatic"]);
  const automatic = { choice: { mode: "automatic" }, candidates: [] };
  expect(buttons(down, { machine: null }, { uplink: automatic })).toEqual([]);
  const past = appError("uplink-past-vpn", { interface: "eth0", vpn: "wg0" });
  expect(buttons(past, { machine: null })).toEqual(["Use wg0", "Use Automatic"]);
});

it("gives a machine an uplink of its own only if it has one already", () => {
  const down = appError("uplink-down", { interface: "eth0" });
  const own = machine(0, "running", { network: { uplink: { mode: "pinned", interface: "eth0" } } });
  const [forLan] = remediesFor(down, base);
  expect(forLan).toMatchObject({ do: "use-uplink", machine: null });
  const [forMachine] = remediesFor(down, { ...base, state: { ...base.state, machines: [own] } });
  expect(forMachine).toMatchObject({ do: "use-uplink", machine: own.id });
});

it("switches the LAN on where it is off, and renews it where it is on", () => {
  const gone = appError("switch-gone", { interface: "vtap0" });
  expect(buttons(gone)).toEqual(["Restart the LAN"]);
  expect(buttons(gone, {}, { lan: { status: "off" } })).toEqual(["Switch the LAN on"]);
  const taken = appError("lan-interface-taken", { interface: "vtap0" });
  const off = { lan: { status: "off" } };
  expect(buttons(taken, { machine: null }, off)).toEqual(["Try again", "Open settings"]);
});

it("makes those clones independent that are stopped", () => {
  const held = appError("template-has-clones", { name: "golden", machines: "web, db" });
  expect(buttons(held)).toEqual(["Make db independent"]);
  const both = { machines: [machine(0, "stopped"), machine(1, "failed")] };
  expect(buttons(held, {}, both)).toEqual(["Make all 2 independent"]);
});

it("restores the backup of a definition that has one", () => {
  const corrupt = appError("machine-file-corrupt", {
    path: "/x",
    field: "",
    wrong: "json",
    text: "",
    limit: "",
    line: 1,
    column: 1,
  });
  const broken = (backup: object | null) => ({ broken: [{ id: ids[0], backup }] });
  expect(buttons(corrupt, {}, broken(null))).toEqual([]);
  expect(buttons(corrupt, {}, broken({ name: "web", savedAt: 0 }))).toHaveLength(1);
});

it("offers to repeat what the place can repeat, after all else", () => {
  const unread = appError("disk-unreadable", { path: "/web.qcow2" });
  const stopped = { machines: [machine(0, "stopped")] };
  expect(buttons(unread, { canRetry: true }, stopped)).toEqual([
    "Choose the file…",
    "Start again",
    "Try again",
  ]);
  expect(buttons(appError("internal", { detail: "x" }), { canRetry: true })).toEqual(["Try again"]);
});

it("mounts the folders of machines that run again, of all of them at once, too", () => {
  const ended = appError("share-ended", { name: "web", guestFolder: "/src" });
  const running = [
    { ...machine(0, "running"), pid: 7 },
    { ...machine(1, "running"), pid: 8 },
  ];
  expect(buttons(ended, {}, { machines: running })).toEqual(["Mount again"]);
  expect(buttons(ended, {}, { machines: [{ ...machine(0, "stopped"), pid: null }] })).toEqual([]);
  const both = [ids[0] ?? "", ids[1] ?? ""].map((id) => ({ about: ended, machine: id }));
  const at = { ...base, state: { ...base.state, machines: running } };
  expect(remediesForAll(both, at)).toEqual([
    [
      { do: "repair-shares", machine: ids[0] },
      { do: "repair-shares", machine: ids[1] },
    ],
  ]);
});

it("offers to shut a machine down that does not fit elsewhere while it is running", () => {
  const disks = appError("move-live-snapshots", { name: "web", computer: "big" });
  expect(buttons(disks)).toEqual(["Shut down and move"]);
  expect(buttons(disks, { machine: ids[1] ?? null })).toEqual([]);
  const told = appError("move-live-unfit", { name: "", computer: "big", said: "no" });
  const there = { machine: `big:${ids[1]}` };
  const at = { ...base, ...there } as Situation;
  expect(remediesFor(told, at)).toEqual([{ do: "stop-and-move", ...there, to: null }]);
});
