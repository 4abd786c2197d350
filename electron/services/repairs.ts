import { userInfo } from "node:os";
import { hasModuleOption, virtualisationModule } from "../adapters/host-checks.ts";
import { runOnce } from "../adapters/once.ts";
import { rootPart } from "../adapters/root-part.ts";
import type { Finding, Repair } from "../contract/doctor.ts";
import type { AppError, Result } from "../contract/errors.ts";
import type { OnceAction } from "../contract/once.ts";
import { planOnce } from "../core/once-plan.ts";

const option = "kvm_intel emulate_invalid_guest_state=0";

/** The action that would help against a problem; null: there is none. */
async function actionAgainst(about: AppError): Promise<OnceAction | null> {
  switch (about.code) {
    case "kvm-missing": {
      const module = await virtualisationModule();
      return module === null ? null : { do: "load-module", module };
    }
    case "kvm-denied":
      return { do: "join-group-kvm" };
    case "firewall-rules":
      return { do: "take-back-firewall" };
    case "device-lent":
      return { do: "take-back-devices" };
    case "tun-missing":
      return { do: "load-module", module: "tun" };
    case "lan-forward-blocked":
      // iptables' own tables must be changed by iptables; others are left to their owners.
      return about.params.table === "ip filter" ? { do: "allow-through-firewall" } : null;
    default:
      return null;
  }
}

/** The repairs that findings lead to, by the ids of the findings. */
async function repairsFor(findings: readonly Finding[]): Promise<readonly Repair[]> {
  const all = await Promise.all(
    findings.map(async (finding) => {
      if (finding.level === "ok") return [];
      const action = await actionAgainst(finding.about);
      return action === null ? [] : [repair(finding.id, action, finding.about)];
    }),
  );
  return all.flat();
}

function repair(id: string, action: OnceAction, about: AppError | null): Repair {
  const firewall =
    about?.code === "lan-forward-blocked"
      ? { lan: about.params.interface, chain: about.params.entry }
      : null;
  return {
    id,
    action,
    steps: planOnce(action, { user: userInfo().username, firewall, tagged: [] }),
  };
}

/** Repairs that are asked for by name: no finding can tell that they are wished. */
async function namedRepairs(findings: readonly Finding[]): Promise<readonly Repair[]> {
  const isDenied = findings.some(
    (finding) => finding.level !== "ok" && finding.about.code === "kvm-denied",
  );
  const named: Readonly<Record<string, OnceAction>> = {
    ...(isDenied ? { "kvm-access": { do: "open-kvm" } } : {}),
    "kvm-access-undo": { do: "close-kvm" },
    ...((await hasModuleOption())
      ? {
          "guest-state": { do: "set-module-option", option, scope: "boot" },
          "guest-state-always": { do: "set-module-option", option, scope: "always" },
        }
      : {}),
    "guest-state-undo": { do: "unset-module-option" },
    "firewall-undo": { do: "take-back-firewall" },
  };
  return Object.entries(named).map(([id, action]) => repair(id, action, null));
}

/** Has root carry a repair out, with a prompt of its own. */
export function carryOut(repair: Repair): Promise<Result<void>> {
  return runOnce(rootPart("once"), repair.action);
}

/** All that can be repaired here, given what the doctor found. */
export async function findRepairs(findings: readonly Finding[]): Promise<readonly Repair[]> {
  return [...(await repairsFor(findings)), ...(await namedRepairs(findings))];
}
