import { userInfo } from "node:os";
import { expect, it } from "vitest";
import type { Finding } from "../../contract/doctor/doctor.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { findRepairs } from "./repairs.ts";

const bad = (id: string, about: AppError): Finding => ({ id, level: "warning", about });

/** Returns the repairs that one finding adds to the permanent ones. */
async function repairsFor(finding: Finding) {
  const always = new Set((await findRepairs([])).map(({ id }) => id));
  return (await findRepairs([finding])).filter(({ id }) => !always.has(id));
}

it("offers two repairs for a missing right to KVM: membership in its group, or access until the next restart", async () => {
  expect(await repairsFor(bad("kvm", appError("kvm-denied", {})))).toEqual([
    {
      id: "kvm",
      finding: "kvm",
      action: { do: "join-group-kvm" },
      steps: [{ do: "run", program: "usermod", args: ["-aG", "kvm", "--", userInfo().username] }],
    },
    {
      id: "kvm-access",
      finding: "kvm",
      action: { do: "open-kvm" },
      steps: [
        {
          do: "run",
          program: "setfacl",
          args: ["-m", `u:${userInfo().username}:rw`, "--", "/dev/kvm"],
        },
      ],
    },
  ]);
});

it("offers a repair of two findings once, at the first", async () => {
  const denied = appError("kvm-denied", {});
  const found = await findRepairs([bad("kvm", denied), bad("machine-web", denied)]);
  expect(
    found.flatMap(({ id, finding }) => (finding === null ? [] : [`${id} at ${finding}`])),
  ).toEqual(["kvm at kvm", "kvm-access at kvm"]);
});

it("offers to load a missing tun module", async () => {
  expect(await repairsFor(bad("tun", appError("tun-missing", {})))).toEqual([
    {
      id: "tun",
      finding: "tun",
      action: { do: "load-module", module: "tun" },
      steps: [{ do: "run", program: "modprobe", args: ["tun"] }],
    },
  ]);
});

it("offers three rules for iptables’ firewall, and leaves other firewalls to their owners", async () => {
  const blocked = (table: string) =>
    appError("lan-forward-blocked", {
      ...{ table, chain: "FORWARD", entry: "DOCKER-USER", interface: "vtap0", commands: "" },
    });
  const comment = "-m comment --comment virtray -j ACCEPT";
  const [repair, ...more] = await repairsFor(bad("lan", blocked("ip filter")));
  expect(more).toEqual([]);
  expect([repair?.id, repair?.action]).toEqual(["lan", { do: "allow-through-firewall" }]);
  expect(repair?.steps.map((step) => (step.do === "run" ? step.args.join(" ") : step))).toEqual([
    `-w -I DOCKER-USER -i vtap0 ${comment}`,
    `-w -I DOCKER-USER -o vtap0 -m conntrack --ctstate RELATED,ESTABLISHED ${comment}`,
    `-w -I DOCKER-USER -o vtap0 -m conntrack --ctstate DNAT ${comment}`,
  ]);
  expect(await repairsFor(bad("lan", blocked("inet firewalld")))).toEqual([]);
});

it("offers KVM’s option at its finding, until the next restart and permanently", async () => {
  const fix = appError("kvm-guest-state-fix", { seen: "web" });
  const option = "kvm_intel emulate_invalid_guest_state=0";
  expect(
    (await repairsFor(bad("guest-state", fix))).map(({ id, finding, action }) => [
      ...[id, finding, action],
    ]),
  ).toEqual([
    ["guest-state", "guest-state", { do: "set-module-option", option, scope: "boot" }],
    ["guest-state-always", "guest-state", { do: "set-module-option", option, scope: "always" }],
  ]);
  const hint = appError("kvm-guest-state-hint", { seen: "web", commands: "" });
  expect(await repairsFor(bad("guest-state", hint))).toEqual([]);
});

it("offers to take KVM’s option back at its finding, once each", async () => {
  const repairs = await findRepairs([bad("kvm-option", appError("kvm-option-set", {}))]);
  const undo = repairs.filter(({ action }) => action.do === "unset-module-option");
  expect(undo.map(({ id, finding, action }) => [id, finding, action])).toEqual([
    ["guest-state-undo-now", "kvm-option", { do: "unset-module-option", scope: "boot" }],
    ["guest-state-undo", "kvm-option", { do: "unset-module-option", scope: "always" }],
  ]);
});

it("offers no repair for findings that are well or beyond root's help", async () => {
  expect(await repairsFor({ id: "kvm", level: "ok", news: { kind: "kvm" } })).toEqual([]);
  expect(await repairsFor(bad("kvm", appError("kvm-stuck", { seconds: 2 })))).toEqual([]);
});

it("always offers to take back Virtray's own settings", async () => {
  const ids = (await findRepairs([])).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(["guest-state-undo", "firewall-undo"]));
});

it("offers to take back a disk that is still lent", async () => {
  const [repair] = await repairsFor(
    bad("device-lent", appError("device-lent", { path: "/dev/x" })),
  );
  expect(repair).toEqual({
    ...{ id: "device-lent", finding: "device-lent" },
    ...{ action: { do: "take-back-devices" }, steps: [] },
  });
});
