import { expect, test } from "vitest";
import type { AppState } from "../../contract/app/state.ts";
import { appError } from "../../contract/errors/app-error.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import { createNotificationFilter, newsBetween } from "./notifications.ts";

type Told = Parameters<typeof newsBetween>[0];

const base: Told = {
  lan: { status: "on" } as AppState["lan"],
  uplink: {
    choice: { mode: "automatic" },
    active: "eth0",
    candidates: [],
    vpn: null,
    automatic: "eth0",
  },
  machines: [],
  templates: [],
  jobs: [],
  notices: [],
};
const machine = (status: MachineView["status"]) =>
  ({ id: "1", name: "web", status, problem: null }) as MachineView;
const using = (active: string | null): Told => ({ ...base, uplink: { ...base.uplink, active } });
const kinds = (before: Told, after: Told) => newsBetween(before, after).map(({ news }) => news);

test("notifies of a machine that failed once, and not of one that had failed before", () => {
  const running = { ...base, machines: [machine("running")] };
  const failed = { ...base, machines: [machine("failed")] };
  expect(newsBetween(running, failed)).toEqual([
    {
      news: { kind: "machine-failed", machine: "web", problem: null },
      buttons: [
        { name: "show", action: { do: "dashboard", place: { page: "machines", machine: "1" } } },
        { name: "startAgain", action: { do: "machine", wish: "start", id: "1" } },
      ],
      key: "machine 1",
    },
  ]);
  expect(newsBetween(failed, failed)).toEqual([]);
  expect(newsBetween(base, failed)).toEqual([]);
});

test("notifies once of a choice that was applied again at a known network", () => {
  const about = appError("uplink-of-place", { place: "home", mode: "none", interfaces: "" });
  const recalled: Told = {
    ...base,
    notices: [{ id: "1", at: 0, level: "info", about, machine: null }],
  };
  expect(kinds(base, recalled)).toEqual([{ kind: "uplink-recalled", about }]);
  expect(kinds(recalled, recalled)).toEqual([]);
});

test("notifies of an uplink that goes, comes or is replaced, not of one that was chosen", () => {
  expect(kinds(using("eth0"), using(null))).toEqual([{ kind: "uplink-lost", interface: "eth0" }]);
  expect(kinds(using("eth0"), using("wlan0"))).toEqual([
    { kind: "uplink-followed", interface: "wlan0" },
  ]);
  expect(kinds(using(null), using("wlan0"))).toEqual([
    { kind: "uplink-followed", interface: "wlan0" },
  ]);
  const chosen: Told = {
    ...base,
    uplink: { ...base.uplink, choice: { mode: "none" }, active: null },
  };
  expect(kinds(using("eth0"), chosen)).toEqual([]);
  const off: Told = { ...using(null), lan: { status: "off" } as AppState["lan"] };
  expect(kinds(using("eth0"), off)).toEqual([]);
});

test("notifies of a finished template, and of work that failed", () => {
  const job = { id: "7", kind: "template-add", subject: "debian", problem: null };
  const working = { ...base, jobs: [job] } as unknown as Told;
  const done = { ...base, templates: [{ id: "t", name: "debian" }] } as unknown as Told;
  expect(kinds(working, done)).toEqual([{ kind: "template-ready", template: "debian" }]);
  expect(kinds(base, done)).toEqual([]);
  const problem = { code: "cancelled", params: {} };
  const failed = { ...base, jobs: [{ ...job, problem }] } as unknown as Told;
  expect(kinds(working, failed)).toEqual([{ kind: "work-failed", subject: "debian", problem }]);
  expect(kinds(failed, failed)).toEqual([]);
});

test("does not repeat a notification at once, and shows at most five in a minute", () => {
  const gate = createNotificationFilter();
  expect([gate.admit("a", 0), gate.admit("a", 29_999), gate.admit("a", 30_000)]).toEqual([
    true,
    false,
    true,
  ]);
  const others = ["b", "c", "d", "e"].map((key) => gate.admit(key, 31_000));
  expect(others).toEqual([true, true, true, false]);
  expect(gate.admit("e", 60_000)).toBe(true);
});
