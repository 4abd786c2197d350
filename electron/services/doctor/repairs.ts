import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { virtualisationModule } from "../../adapters/doctor/host-checks.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { type HostNames, readHostNames } from "../../adapters/net/host-names.ts";
import { rootPart } from "../../adapters/own-install/root-entry.ts";
import { userName } from "../../adapters/process/this-user.ts";
import { answerGuestState } from "../../adapters/qemu/kvm-advice-log.ts";
import { runOneShot } from "../../adapters/root/one-shot.ts";
import { readMachines } from "../../adapters/store/machine-store.ts";
import type { Finding, Repair } from "../../contract/doctor/doctor.ts";
import type { AppError, Result } from "../../contract/errors/app-error.ts";
import type { OneShotAction } from "../../contract/root/one-shot.ts";
import { iptablesFor } from "../../core/firewall/foreign-firewall.ts";
import { planOneShot } from "../../core/root/one-shot-plan.ts";

const option = "kvm_intel emulate_invalid_guest_state=0";

type Actions = Readonly<Record<string, OneShotAction>>;

/** Returns the actions that help against a finding, by their repairs' ids; empty if none do. */
async function actionsAgainst(id: string, about: AppError): Promise<Actions> {
  switch (about.code) {
    case "kvm-missing": {
      const module = await virtualisationModule();
      return module === null ? {} : { [id]: { do: "load-module", module } };
    }
    case "kvm-denied":
      return { [id]: { do: "join-group-kvm" }, "kvm-access": { do: "open-kvm" } };
    case "kvm-guest-state-fix":
      return {
        "guest-state": { do: "set-module-option", option, scope: "boot" },
        "guest-state-always": { do: "set-module-option", option, scope: "always" },
      };
    case "kvm-option-set":
      return takeBackOption;
    case "firewall-rules":
      return { [id]: { do: "take-back-firewall" } };
    case "device-lent":
      return { [id]: { do: "take-back-devices" } };
    case "tun-missing":
      return { [id]: { do: "load-module", module: "tun" } };
    case "lan-forward-blocked":
      // iptables' own tables must be changed by iptables; the others are left to their owners.
      return iptablesFor(about.params.table) === null
        ? {}
        : { [id]: { do: "allow-through-firewall" } };
    case "hosts-outdated":
      return { [id]: { do: "write-hosts" } };
    default:
      return {};
  }
}

const takeBackOption: Actions = {
  "guest-state-undo-now": { do: "unset-module-option", scope: "boot" },
  "guest-state-undo": { do: "unset-module-option", scope: "always" },
};

function repairs(
  actions: Actions,
  finding: string | null,
  about: AppError | null,
  names: HostNames,
): Repair[] {
  const blocked = about?.code === "lan-forward-blocked" ? about.params : null;
  const program = blocked === null ? null : iptablesFor(blocked.table);
  const firewall =
    blocked === null || program === null
      ? null
      : { lan: blocked.interface, chain: blocked.entry, program };
  const facts = {
    user: userName() ?? String(process.getuid?.() ?? 0),
    firewall,
    tagged: [],
    hosts: names.wanted,
  };
  return Object.entries(actions).map(([id, action]) => ({
    ...{ id, finding, action },
    steps: planOneShot(action, facts),
  }));
}

/** Repairs that the user asks for by name: no finding can tell that they are needed. */
function named({ wanted, found, isAsked }: HostNames): Actions {
  return {
    "kvm-access-undo": { do: "close-kvm" },
    "guest-state-undo": { do: "unset-module-option", scope: "always" },
    "firewall-undo": { do: "take-back-firewall" },
    ...(wanted !== null && found === null && !isAsked
      ? { "host-names": { do: "write-hosts" } }
      : {}),
    ...(found === null ? {} : { "host-names-undo": { do: "take-back-hosts" } }),
  };
}

/** Has root carry out a repair, with a prompt of its own. */
export async function carryOut({ machines }: Paths, { action }: Repair): Promise<Result<void>> {
  const done = await runOneShot(rootPart("once"), action);
  if (done.ok && action.do === "set-module-option") {
    const stored = await readMachines(machines);
    // A later failure of the machines is a new finding.
    for (const { id } of stored.ok ? stored.value.machines : []) {
      await answerGuestState(join(machines, id));
    }
  }
  return done;
}

/** Returns all repairs for the findings of this computer. */
export async function findRepairs(findings: readonly Finding[]): Promise<readonly Repair[]> {
  const names = await readHostNames(process.getuid?.() ?? 0);
  const led = await Promise.all(
    findings.map(async (finding) =>
      finding.level === "ok"
        ? []
        : repairs(
            await actionsAgainst(finding.id, finding.about),
            finding.id,
            finding.about,
            names,
          ),
    ),
  );
  // Two findings may have one cause, such as the computer's and that of a machine that failed by
  // it.
  const known = led
    .flat()
    .filter(
      ({ action }, index, all) =>
        all.findIndex((each) => isDeepStrictEqual(each.action, action)) === index,
    );
  return [
    ...known,
    ...repairs(named(names), null, null, names).filter(({ id }) =>
      known.every((each) => each.id !== id),
    ),
  ];
}
