import type { LanForward } from "../../contract/lan/forward.ts";
import type { InventoryEntry, InventoryEntryState } from "../../contract/lan/inventory.ts";
import type { FirewallFacts, NetdLogEntry } from "../../contract/lan/netd.ts";
import { isVia } from "../../contract/lan/via.ts";
import { airlockTable } from "../firewall/airlock-rules.ts";
import { nftTable } from "../firewall/nft-ruleset.ts";
import { portTable } from "../firewall/port-rules.ts";
import type { Link, PolicyRule, Route } from "../uplink/ip-json.ts";
import { commandOf } from "./plan/commands.ts";
import { isOwnRoute, isOwnRule } from "./plan/own-routing.ts";
import { planRouting } from "./plan/plan-routing.ts";
import { settleDesiredLan, waysOf } from "./plan/routing.ts";
import { emptyStateFile, type LanStateFile } from "./plan/state-file.ts";
import { type TapSetting, tapSettingNames, tapSettings } from "./plan/tap-settings.ts";

/** Our files: those that are removed with the LAN, and those that one-shots wrote. */
export interface InventoryFiles {
  readonly passing: readonly string[];
  readonly lasting: readonly string[];
}

/** The facts that the inventory is built from. */
export interface InventoryFacts {
  /** Null if the LAN is off and left nothing behind. */
  readonly stateFile: LanStateFile | null;
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  readonly rules: readonly PolicyRule[];
  /** The interfaces in the state file whose flag is on. */
  readonly forwarding: ReadonlySet<string>;
  /** Whether the LAN's interface routes 127.0.0.1 for forwards. */
  readonly localnet: boolean;
  /** The settings of the LAN's interface, if it exists and the kernel knows them. */
  readonly settings: Readonly<Partial<Record<TapSetting, string>>>;
  readonly firewall: FirewallFacts | null;
  readonly log: readonly NetdLogEntry[];
  readonly processes: readonly string[];
  /** Disks of this computer that are lent. */
  readonly devices: readonly string[];
  readonly files: InventoryFiles;
}

const tableStates = { held: "held", changed: "changed", missing: "missing" } as const;

/**
 * Returns our rules in other firewalls by root's log: those that were inserted and not deleted
 * since. Each is the program, and the words behind its `-I`.
 */
export function foreignRulesOf(log: readonly NetdLogEntry[]): readonly string[] {
  const rules = new Set<string>();
  for (const { cause, argv, outcome } of log) {
    const at = argv.findIndex((word) => word === "-I" || word === "-D");
    const [program = ""] = argv;
    const isIptables = program === "iptables" || program === "iptables-legacy";
    if (cause !== "once" || !isIptables || at === -1 || outcome !== "ok") continue;
    const rule = `${program}: ${argv.slice(at + 1).join(" ")}`;
    if (argv[at] === "-I") rules.add(rule);
    else rules.delete(rule);
  }
  return [...rules];
}

function foreignState(rule: string, firewall: FirewallFacts | null): InventoryEntryState {
  const seen = firewall?.tagged ?? null;
  if (seen === null) return "unseen";
  return seen.includes(rule) ? "held" : "missing";
}

const ruleText = ({ priority, text }: PolicyRule) => `${priority}: ${text}`;

function routeText({ type, destination, gateway, interface: name, table }: Route): string {
  return [
    ...(type === "unicast" ? [] : [type]),
    destination,
    ...(gateway === null ? [] : [`via ${gateway}`]),
    ...(name === null ? [] : [`dev ${name}`]),
    `table ${table}`,
  ].join(" ");
}

function forwardText({ protocol, hostPort, address, port, reach }: LanForward): string {
  const others = reach === "uplink" ? ", also at the uplink" : "";
  return `localhost:${hostPort}/${protocol} to ${address}:${port}${others}`;
}

function entry(
  kind: InventoryEntry["kind"],
  what: string,
  state: InventoryEntryState,
  lasts = false,
): InventoryEntry {
  return { kind, what, state, lasts };
}

const heldIf = (isHeld: boolean) => (isHeld ? "held" : "missing");

/** Lists all things that Virtray has on this computer, and changes of other programs to them. */
export function buildInventory(facts: InventoryFacts): readonly InventoryEntry[] {
  const { firewall } = facts;
  return [
    ...interfaceEntries(facts),
    ...routingEntries(facts),
    ...flagEntries(facts),
    ...foreignRulesOf(facts.log).map((rule) =>
      entry("foreign-rule", rule, foreignState(rule, firewall), true),
    ),
    ...facts.processes.map((each) => entry("process", each, "held")),
    ...facts.devices.map((each) => entry("device", each, "held")),
    ...facts.files.passing.map((each) => entry("file", each, "held")),
    ...facts.files.lasting.map((each) => entry("file", each, "held", true)),
  ];
}

/** Lists the tap, its address, our table and its forwards. */
function interfaceEntries({ stateFile, links, firewall }: InventoryFacts) {
  const desired = stateFile?.wish ?? null;
  const tableState = firewall === null ? "unseen" : tableStates[firewall.table];
  const tap = links.find(
    ({ name, index }) =>
      name === (stateFile?.tap ?? desired?.lan.interface) &&
      index === (stateFile?.tapIndex ?? index),
  );
  const own =
    stateFile?.tap == null ? [] : [entry("interface", stateFile.tap, heldIf(tap !== undefined))];
  const ports = (stateFile?.ports ?? []).map((port) =>
    entry("interface", port.name, heldIf(links.some(({ index }) => index === port.index))),
  );
  const passes = (stateFile?.passes ?? []).map(({ program, chain }) =>
    // Only root may list it, and netd puts it back.
    entry("foreign-rule", `${program}: ${chain} (virtray-bridge)`, "unseen"),
  );
  if (desired === null) return [...own, ...ports, ...passes];
  const isBridged = stateFile?.ports.some((port) => !isVia(port.name)) === true;
  const { address, prefixLength, interface: name } = desired.lan;
  const hasAddress = tap?.addresses.some((each) => each.address === address) === true;
  return [
    ...[...own, ...ports, ...passes],
    entry("address", `${address}/${prefixLength} dev ${name}`, heldIf(hasAddress)),
    entry("table", `inet ${nftTable}`, tableState),
    ...(isBridged ? [entry("table", `bridge ${portTable}`, tableState)] : []),
    // Only root may list it, and netd puts it back.
    ...(stateFile?.airlocks === undefined
      ? []
      : [entry("table", `inet ${airlockTable}`, "unseen")]),
    ...desired.forwards.map((each) => entry("forward", forwardText(each), tableState)),
  ];
}

/** Plans the routing again: its steps show the entries that other programs removed or added. */
function routingSteps({ stateFile, ...observed }: InventoryFacts) {
  const desired = stateFile?.wish ?? null;
  if (stateFile === null || desired === null) return [];
  const settled = settleDesiredLan(desired, observed, stateFile.gateways);
  const ways = waysOf(settled, observed, stateFile);
  return planRouting(ways, observed, stateFile, stateFile.routing.marked);
}

/** Lists our policy rules and routes, both present and missing ones. */
function routingEntries(facts: InventoryFacts): readonly InventoryEntry[] {
  const steps = routingSteps(facts);
  const missing = steps.flatMap((step): readonly InventoryEntry[] => {
    if (step.do !== "add-rule" && step.do !== "replace-route" && step.do !== "refuse-rest") {
      return [];
    }
    const command = commandOf(step);
    const what = command.kind === "run" ? [command.program, ...command.args].join(" ") : "";
    return [entry(step.do === "add-rule" ? "rule" : "route", what, "missing")];
  });
  const strange = new Set(
    steps.flatMap((step) => {
      if (step.do === "delete-rule") return [ruleText(step.rule)];
      return step.do === "delete-route" ? [routeText(step.route)] : [];
    }),
  );
  const standing = (kind: "rule" | "route", what: string) =>
    entry(kind, what, strange.has(what) ? "changed" : "held");
  const owned = facts.stateFile ?? emptyStateFile("");
  return [
    ...facts.rules
      .filter((rule) => isOwnRule(rule, owned))
      .map((rule) => standing("rule", ruleText(rule))),
    ...facts.routes
      .filter((route) => isOwnRoute(route, owned, facts))
      .map((route) => standing("route", routeText(route))),
    ...missing,
  ];
}

/** Lists the kernel's settings that we changed. */
function flagEntries(facts: InventoryFacts): readonly InventoryEntry[] {
  const { stateFile, forwarding, settings, localnet } = facts;
  const desired = stateFile?.wish ?? null;
  const flag = (what: string, isHeld: boolean) => entry("flag", what, heldIf(isHeld));
  return [
    ...(stateFile?.flags ?? []).map(({ interface: name }) =>
      flag(`net.ipv4.conf.${name}.forwarding = 1`, forwarding.has(name)),
    ),
    ...tapSettingNames.flatMap((setting) => {
      const [value, [family, key]] = [settings[setting], setting.split("/")];
      if (stateFile?.tap == null || value === undefined) return [];
      const what = `net.${family}.conf.${stateFile.tap}.${key} = ${tapSettings[setting]}`;
      return [flag(what, value === tapSettings[setting])];
    }),
    ...(desired === null || desired.forwards.length === 0
      ? []
      : [flag(`net.ipv4.conf.${desired.lan.interface}.route_localnet = 1`, localnet)]),
  ];
}
