import { expect, it } from "vitest";
import { type Finding, shareFindingId } from "../../../electron/contract/doctor/doctor.ts";
import { appError } from "../../../electron/contract/errors/app-error.ts";
import { groupFindings } from "./group-findings.ts";

const names = ["a", "b", "c", "d", "e"];
const machines = names.map((name) => ({ id: `id-${name}`, name }));
const bad = (id: string, level: "info" | "warning" | "error", about: ReturnType<typeof appError>) =>
  ({ id, level, about }) as Finding;

it("groups machines whose disks are gone from one folder", () => {
  const gone = (name: string, folder: string) =>
    bad(`machine-${name}`, "error", appError("disk-missing", { path: `${folder}/${name}.qcow2` }));
  const groups = groupFindings(
    [gone("a", "/mnt"), gone("b", "/home"), gone("c", "/mnt")],
    machines,
  );
  expect(groups.map(({ about, members }) => [about.params, members.length])).toEqual([
    [{ path: "/mnt/…" }, 2],
    [{ path: "/home/b.qcow2" }, 1],
  ]);
});

it("names the first machines of a group", () => {
  const killed = (name: string) =>
    bad(`machine-${name}`, "error", appError("machine-killed", { name }));
  const [group] = groupFindings(names.map(killed), machines);
  expect(group?.about).toEqual(appError("machine-killed", { name: "a, b, c +2" }));
});

it("leads each shared folder to its machine, and groups those with one cause", () => {
  const lacks = { virtiofs: "no-virtiofsd", sshfs: "guest-no-sshfs" } as const;
  const noWay = (name: string) =>
    bad(shareFindingId(name, "/src"), "warning", appError("share-no-way", { name, ...lacks }));
  const ended = { name: "c", guestFolder: "/data" };
  const groups = groupFindings(
    [
      noWay("a"),
      noWay("b"),
      bad(shareFindingId("c", "/data"), "warning", appError("share-ended", ended)),
      bad("shares", "info", appError("share-host-lacks", { ...lacks, sshfs: null })),
    ],
    machines,
  );
  expect(
    groups.map(({ about, members }) => [about, members.map((each) => each.machine.id)]),
  ).toEqual([
    [appError("share-no-way", { name: "a, b", ...lacks }), ["id-a", "id-b"]],
    [appError("share-ended", ended), ["id-c"]],
    [appError("share-host-lacks", { ...lacks, sshfs: null }), []],
  ]);
});

it("keeps findings about the computer apart, calms what is ordinary, and shows the worst first", () => {
  const groups = groupFindings(
    [
      bad("lan", "error", appError("uplink-none-found", {})),
      bad("kvm", "warning", appError("kvm-denied", {})),
      { id: "tun", level: "ok", news: { kind: "tun" } },
      bad("tun", "error", appError("tun-missing", {})),
    ],
    machines,
  );
  expect(groups.map(({ finding, level }) => [finding.id, level])).toEqual([
    ["tun", "error"],
    ["kvm", "warning"],
    ["lan", "info"],
  ]);
});
