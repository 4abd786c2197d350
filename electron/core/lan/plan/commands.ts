import { assertNever } from "../../../contract/errors/app-error.ts";
import type { ForwardFront } from "../../../contract/lan/forward.ts";
import { formatSubnet } from "../../base/ip-address.ts";
import { dropAirlocks } from "../../firewall/airlock-rules.ts";
import { frontsInto, frontsInUse } from "../../firewall/conntrack-flows.ts";
import { nftTable } from "../../firewall/nft-ruleset.ts";
import { dropPortTable } from "../../firewall/port-rules.ts";
import { ownProtocol } from "../../uplink/own-protocol.ts";
import type { BridgePass, LanOperation } from "./operations.ts";
import { lastMetric } from "./own-routing.ts";
import { tapSettingFile, tapSettings } from "./tap-settings.ts";

/** The command of a step: a program with its arguments and input, or a write to a file. */
export type LanCommand =
  | {
      readonly kind: "run";
      readonly program: "ip" | "nft" | "conntrack" | BridgePass["program"];
      readonly args: readonly string[];
      readonly input: string | null;
      /** Without this program the step is skipped: it only makes things quicker. */
      readonly optional: boolean;
      /** Exit codes that mean "done" beside 0. */
      readonly fine: readonly number[];
    }
  /** Lists flows by conntrack, and deletes some of them; skipped without that program. */
  | {
      readonly kind: "forget";
      readonly listing: readonly string[];
      /** Returns the arguments of each deletion, from the listing. */
      readonly deletions: (listed: string) => readonly (readonly string[])[];
    }
  | {
      readonly kind: "write";
      readonly path: string;
      readonly text: string;
      /** Without this file the step is skipped: the kernel does not know the setting. */
      readonly optional: boolean;
    };

/** The words that mark a rule or a route as ours. */
const mark = (word: "protocol" | "proto") => [word, String(ownProtocol)];

function ip(...args: readonly string[]): LanCommand {
  return {
    kind: "run",
    program: "ip",
    args: ["-4", ...args],
    input: null,
    optional: false,
    fine: [],
  };
}

/** Builds a rule for frames from one port of the LAN to another. */
function iptables(
  { program, chain, interface: lan }: BridgePass & { readonly interface: string },
  verb: "-I" | "-D",
): LanCommand {
  const args = ["-w", verb, chain, "-i", lan, "-o", lan];
  const mark = ["-m", "comment", "--comment", bridgeTag];
  // A rule that somebody else has removed is gone.
  const fine = verb === "-D" ? [1, 2] : [];
  const all = [...args, ...mark, "-j", "ACCEPT"];
  return { kind: "run", program, args: all, input: null, optional: verb === "-D", fine };
}

/** Marks our rule for frames among those of other programs; others of ours are taken back by consent. */
const bridgeTag = "virtray-bridge";

function nft(input: string): LanCommand {
  return { kind: "run", program: "nft", args: ["-f", "-"], input, optional: false, fine: [] };
}

function write(path: string, text: string, optional = false): LanCommand {
  return { kind: "write", path, text, optional };
}

function forget(...filter: readonly string[]): LanCommand {
  return {
    kind: "run",
    program: "conntrack",
    args: ["-D", "-f", "ipv4", ...filter],
    input: null,
    optional: true,
    // conntrack ends with 1 when it found none to delete.
    fine: [1],
  };
}

function deletion({ protocol, address, port }: ForwardFront): readonly string[] {
  return ["-D", "-f", "ipv4", "-p", protocol, "-d", address, "--dport", String(port)];
}

/** Returns the command of a step, built from parsed values alone. */
export function commandOf(operation: LanOperation): LanCommand {
  switch (operation.do) {
    case "create-tap":
      return ip("tuntap", "add", operation.interface, "mode", "tap", "user", String(operation.uid));
    case "create-bridge":
      return ip(
        ...["link", "add", "name", operation.interface, "address", operation.mac],
        ...["type", "bridge", "stp_state", "0", "forward_delay", "0", "mcast_snooping", "0"],
      );
    case "create-port":
      return ip("tuntap", "add", operation.interface, "mode", "tap", "user", String(operation.uid));
    case "join-port":
      return ip("link", "set", "dev", operation.interface, "master", operation.lan);
    case "pass-bridged":
      return iptables(operation, "-I");
    case "end-pass":
      return iptables(operation, "-D");
    case "delete-port":
    case "delete-tap":
      // By its index, which is never reused, because its name may be another interface's now.
      return ip("link", "delete", "dev", `if${operation.index}`);
    case "add-address": {
      const address = `${operation.address}/${operation.prefixLength}`;
      return ip("address", "replace", address, "broadcast", "+", "dev", operation.interface);
    }
    case "set-tap": {
      const { interface: name, setting } = operation;
      return write(tapSettingFile(name, setting), tapSettings[setting], true);
    }
    case "link-up":
      return ip("link", "set", "dev", operation.interface, "up");
    case "link-down":
      return ip("link", "set", "dev", operation.interface, "down");
    case "set-forwarding": {
      const path = `/proc/sys/net/ipv4/conf/${operation.interface}/forwarding`;
      return write(path, operation.on ? "1" : "0");
    }
    case "set-localnet": {
      const path = `/proc/sys/net/ipv4/conf/${operation.interface}/route_localnet`;
      return write(path, operation.on ? "1" : "0");
    }
    case "load-ruleset":
      return nft(operation.text);
    case "delete-ruleset":
      return nft(
        [`delete table inet ${nftTable}`, ...(operation.hasPorts ? dropPortTable : []), ""].join(
          "\n",
        ),
      );
    case "load-airlocks":
      return nft(operation.script);
    case "delete-airlocks":
      return nft(dropAirlocks);
    case "add-rule":
    case "keep-return":
    case "delete-rule":
      return ruleCommand(operation);
    case "replace-route":
    case "refuse-rest":
    case "delete-route":
    case "flush-table":
      return routeCommand(operation);
    case "drop-flows":
    case "drop-forwarded":
    case "drop-led-in":
      return flowCommand(operation);
    default:
      return assertNever(operation);
  }
}

type OperationOf<D extends LanOperation["do"]> = Extract<LanOperation, { readonly do: D }>;

function ruleCommand(
  operation: OperationOf<"add-rule" | "keep-return" | "delete-rule">,
): LanCommand {
  switch (operation.do) {
    case "add-rule": {
      const { priority, from, to, interface: lan, table } = operation.rule;
      const source = from === null ? [] : ["from", from];
      const target = to === null ? [] : ["to", to];
      const { landing } = operation;
      const pass = priority === landing ? ["nop"] : ["goto", String(landing)];
      const action = table === null ? pass : ["lookup", String(table)];
      const selector = ["priority", `${priority}`, ...source, ...target, "iif", lan];
      return ip("rule", "add", ...selector, ...action, ...mark("protocol"));
    }
    case "keep-return": {
      const { priority, subnet } = operation;
      const selector = ["priority", `${priority}`, "to", formatSubnet(subnet)];
      return ip("rule", "add", ...selector, "lookup", "main", ...mark("protocol"));
    }
    case "delete-rule": {
      const { priority, from, to, iif, table, protocol } = operation.rule;
      return ip(
        ...["rule", "delete", "priority", String(priority), "from", from],
        ...(to === null ? [] : ["to", to]),
        ...(iif === null ? [] : ["iif", iif]),
        ...(table === null ? [] : ["lookup", table]),
        ...(protocol === ownProtocol ? mark("protocol") : []),
      );
    }
    default:
      return assertNever(operation);
  }
}

/** Returns the words for a gateway, which may be an IPv6 router. */
function via(gateway: string | null): readonly string[] {
  if (gateway === null) return [];
  return ["via", ...(gateway.includes(":") ? ["inet6"] : []), gateway];
}

function routeCommand(
  operation: OperationOf<"replace-route" | "refuse-rest" | "delete-route" | "flush-table">,
): LanCommand {
  switch (operation.do) {
    case "replace-route": {
      const { table, destination, interface: uplink, gateway } = operation;
      // `onlink`: the gateway was seen on this link, also if the host's other routes differ.
      const onlink = gateway === null ? [] : ["onlink"];
      const target = ["route", "replace", destination, ...via(gateway), "dev", uplink, ...onlink];
      return ip(...target, "table", String(table), ...mark("proto"));
    }
    case "refuse-rest":
      return ip(
        ...["route", "replace", "unreachable", "default"],
        ...["metric", String(lastMetric), "table", String(operation.table), ...mark("proto")],
      );
    case "delete-route": {
      const { type, destination, gateway, interface: dev, metric, table } = operation.route;
      return ip(
        ...["route", "delete", type, destination],
        ...via(gateway),
        ...(dev === null ? [] : ["dev", dev]),
        ...["metric", String(metric), "table", table],
      );
    }
    case "flush-table":
      return ip(
        ...["route", "flush", "table", operation.table],
        ...(operation.isWhole ? [] : mark("proto")),
      );
    default:
      return assertNever(operation);
  }
}

/** Returns the command that makes conntrack drop flows. */
function flowCommand(
  operation: OperationOf<"drop-flows" | "drop-forwarded" | "drop-led-in">,
): LanCommand {
  switch (operation.do) {
    case "drop-flows":
      // Only flows whose source was translated: the host's own connections to machines go on.
      return forget(
        ...["-s", formatSubnet(operation.subnet), "--src-nat"],
        ...(operation.connections ? [] : ["-p", "udp"]),
      );
    case "drop-forwarded": {
      const { protocol, address, ports } = operation;
      const fronts = ports.map((port) => ({ protocol, address, port }));
      return {
        kind: "forget",
        listing: ["-L", "-f", "ipv4", "-p", protocol, "-d", address],
        deletions: (listed) => frontsInUse(listed, fronts).map(deletion),
      };
    }
    case "drop-led-in":
      return {
        kind: "forget",
        listing: ["-L", "-f", "ipv4", "--dst-nat"],
        deletions: (listed) => frontsInto(listed, operation.subnet).map(deletion),
      };
    default:
      return assertNever(operation);
  }
}
