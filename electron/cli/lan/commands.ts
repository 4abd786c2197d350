import * as v from "valibot";
import { firewallLeft } from "../../adapters/net/left-over-rules.ts";
import { isInterface } from "../../adapters/net/read-interfaces.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { KnownNetworksJson, LanJson, UplinkJson } from "../../contract/app/cli.ts";
import type { LanView } from "../../contract/app/state.ts";
import { interfaceNameSchema } from "../../contract/base/primitives.ts";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { Airlock } from "../../contract/lan/airlock.ts";
import type { LanChange, UplinkState } from "../../contract/lan/network.ts";
import {
  matchChoice,
  readInterface,
  spellInterface,
  type UplinkChoice,
  uplinkChoiceSchema,
} from "../../contract/uplink/choice.ts";
import { describeAirlock } from "../../contract/words/airlock-text.ts";
import { describeObstacle, nameChoice } from "../../contract/words/words.ts";
import { tellOfKnownNetwork } from "../../core/uplink/known-network.ts";
import { pastVpn } from "../../core/uplink/vpn-bypass.ts";
import type { MachinesService, NetworkService } from "../../services/base/interfaces.ts";
import { removeTraces, type TraceTools } from "../../services/root/remove-traces.ts";
import {
  complain,
  errorJson,
  finish,
  lineOf,
  say,
  sayJson,
  table,
  type Voice,
} from "../base/output.ts";
import type { CliWords } from "../base/words-en.ts";
import { findByName } from "../machine/commands.ts";
import { machineJson } from "../machine/json.ts";

function lanJson(voice: Voice, lan: LanView): LanJson {
  const { status, settings, subnet } = lan;
  const problems = lan.problems.map((problem) => errorJson(voice, problem));
  return { status, settings, subnet, problem: problems[0] ?? null, problems };
}

function tellLan(voice: Voice, lan: LanView): void {
  const { cli } = voice;
  if (voice.json) {
    sayJson(lanJson(voice, lan));
    return;
  }
  const { address, prefixLength, interface: name } = lan.settings;
  say(cli.lanLine(cli.lan[lan.status], `${address}/${prefixLength}`, name));
  for (const problem of lan.problems) complain(voice, problem);
}

/** `virtray lan up|down|status`: changes the LAN or not, then prints its state. */
export async function lanCommand(
  network: NetworkService,
  voice: Voice,
  change: "up" | "upSmall" | "down" | null,
): Promise<number> {
  // If another uplink was chosen at this known network before, use that one.
  const recalled = change === "up" ? await network.recall() : ok(null);
  if (recalled.ok && recalled.value !== null) complain(voice, tellOfKnownNetwork(recalled.value));
  const changed = change === null ? ok(undefined) : await network[change]();
  const left = change === "down" ? await firewallLeft(process.getuid?.() ?? 0) : null;
  if (left !== null) complain(voice, left);
  const shown = changed.ok ? ok((await network.read()).lan) : changed;
  return finish(voice, shown, (lan) => tellLan(voice, lan));
}

/** `virtray lan down --all-traces` */
export async function tracesCommand(
  tools: TraceTools,
  network: NetworkService,
  voice: Voice,
): Promise<number> {
  const removed = await removeTraces(tools, () => network.down());
  return removed.ok ? lanCommand(network, voice, null) : finish(voice, removed, () => {});
}

/** `virtray lan addresses served|static`, `virtray lan cables fast|vde` */
export async function changeCommand(
  network: NetworkService,
  voice: Voice,
  change: LanChange,
): Promise<number> {
  const set = await network.changeLan(change);
  const shown = set.ok ? ok((await network.read()).lan) : set;
  return finish(voice, shown, (lan) => tellLan(voice, lan));
}

function tellChoice({ cli }: Voice, choice: UplinkChoice | null): string {
  if (choice === null) return cli.uplink.asLan;
  return matchChoice(choice, {
    automatic: () => cli.uplink.automatic,
    pinned: (pinned) => cli.uplink.pinned(spellInterface(pinned.interface)),
    preferred: ({ interfaces }) => cli.uplink.preferred(interfaces.join(", ")),
    none: () => cli.uplink.none,
  });
}

function tellUplink(voice: Voice, uplink: UplinkState, lan: LanView): void {
  const { choice, active, candidates, vpn } = uplink;
  const past = pastVpn(choice, uplink);
  if (past !== null) complain(voice, past);
  if (voice.json) {
    sayJson({ choice, active, candidates, vpn } satisfies UplinkJson);
    return;
  }
  const ofUplinks = lan.problems.filter(({ code }) => code.startsWith("uplink-"));
  for (const problem of ofUplinks) complain(voice, problem);
  const { cli } = voice;
  say(`${tellChoice(voice, choice)}, ${wayOut(cli, active, lan)}`);
  if (candidates.length === 0) return;
  const { columns } = cli;
  const { ui } = voice.words;
  say(
    table([
      [columns.interface, columns.kind, columns.address, columns.gateway, columns.state],
      ...candidates.map((candidate) => [
        candidate.interface,
        ui.uplink.kind[candidate.kind],
        candidate.addresses.join(" ") || "–",
        candidate.gateway ?? "–",
        candidate.obstacle === null
          ? cli.ready
          : describeObstacle(ui, candidate.kind, candidate.obstacle),
      ]),
    ]),
  );
}

/** Describes the active uplink; without one, says so, or that the LAN is off. */
export function wayOut(
  { uplink }: CliWords,
  active: string | null,
  lan: Pick<LanView, "status">,
): string {
  if (active !== null) return uplink.active(active);
  return lan.status === "off" ? uplink.lanOff : uplink.nothing;
}

/** `virtray uplink` */
export async function uplinkCommand(network: NetworkService, voice: Voice): Promise<number> {
  const { uplink, lan } = await network.read();
  tellUplink(voice, uplink, lan);
  return 0;
}

/**
 * Parses `auto`, `none`, the name of an interface, or `order` with names behind it. An interface of
 * such a name is spelled out: `interface:auto`.
 */
async function readChoice(text: string, order: string | undefined): Promise<Result<UplinkChoice>> {
  const names = text === "order" ? (order ?? "").split(",") : [text];
  const interfaces = names.map((name) => readInterface(name.trim()));
  const odd = interfaces.find((name) => !v.is(interfaceNameSchema, name));
  if (odd !== undefined && (await isInterface(odd))) {
    return fail("uplink-odd-name", { interface: odd });
  }
  if (text === "order") {
    const parsed = v.safeParse(uplinkChoiceSchema, { mode: "preferred", interfaces });
    return parsed.success
      ? ok(parsed.output)
      : fail("uplink-order-invalid", { order: order ?? "" });
  }
  if (text === "auto") return ok({ mode: "automatic" });
  if (text === "none") return ok({ mode: "none" });
  const name = readInterface(text);
  const parsed = v.safeParse(uplinkChoiceSchema, { mode: "pinned", interface: name });
  return parsed.success ? ok(parsed.output) : fail("uplink-unknown", { interface: name });
}

/** `virtray uplink set auto|none|IFACE|order IFACE,IFACE` */
export async function setUplinkCommand(
  network: NetworkService,
  voice: Voice,
  text: string,
  order: string | undefined,
): Promise<number> {
  const choice = await readChoice(text, order);
  const set = choice.ok ? await network.setUplink(choice.value) : choice;
  if (set.ok && set.value !== undefined) {
    complain(voice, appError("uplink-not-kept", {}));
    complain(voice, set.value);
  }
  const shown = set.ok ? ok(await network.read()) : set;
  return finish(voice, shown, ({ uplink, lan }) => tellUplink(voice, uplink, lan));
}

/**
 * `virtray uplink places`: lists the choices at known networks; `change` switches memory on or off,
 * or forgets.
 */
export async function knownNetworksCommand(
  network: NetworkService,
  settings: SettingsStore,
  voice: Voice,
  change: { readonly memory?: boolean; readonly forget?: string },
): Promise<number> {
  const changed = await changePlaces(network, settings, change);
  const shown = changed.ok ? ok(await settings.read()) : changed;
  const here = shown.ok ? await network.places() : [];
  return finish(voice, shown, ({ rememberPlaces, places }) => {
    const rows = places.map(({ name, uplink, id }) => ({
      name,
      uplink,
      here: here[0]?.id === id,
    }));
    if (voice.json) {
      sayJson({ remembers: rememberPlaces, places: rows } satisfies KnownNetworksJson);
      return;
    }
    const { cli } = voice;
    say(rememberPlaces ? cli.places.on : cli.places.off);
    if (rows.length === 0) return;
    const { columns } = cli.places;
    say(
      table([
        [columns.place, columns.uplink, ""],
        ...rows.map((row) => [
          row.name,
          nameChoice(voice.words, row.uplink),
          row.here ? cli.places.here : "",
        ]),
      ]),
    );
  });
}

async function changePlaces(
  network: NetworkService,
  settings: SettingsStore,
  { memory, forget }: { readonly memory?: boolean; readonly forget?: string },
): Promise<Result<void>> {
  if (memory !== undefined) return settings.change({ rememberPlaces: memory });
  if (forget === undefined) return ok(undefined);
  if (forget === "all") return network.forgetPlace(null);
  const found = (await settings.read()).places.find(({ name }) => name === forget);
  return found === undefined
    ? fail("place-unknown", { name: forget })
    : network.forgetPlace(found.id);
}

/**
 * `virtray uplink set … --machine NAME`, where `default` gives the machine the LAN's uplink again.
 */
export async function setMachineUplinkCommand(
  machines: MachinesService,
  uplink: () => Promise<UplinkState>,
  voice: Voice,
  name: string,
  {
    choice: text,
    order,
    airlock,
  }: {
    readonly choice: string;
    readonly order: string | undefined;
    /** Null to end it, undefined to leave it as it is. */
    readonly airlock: Airlock | null | undefined;
  },
): Promise<number> {
  const choice = text === "default" ? ok(null) : await readChoice(text, order);
  if (!choice.ok) return finish(voice, choice, () => {});
  const found = await findByName(machines, name);
  // An airlock closes before another uplink opens, and opens last.
  const closed =
    found.ok && airlock != null
      ? await machines.setAirlock(found.value.id, airlock)
      : ok(undefined);
  const chosen = !found.ok
    ? found
    : closed.ok
      ? await machines.setUplink(found.value.id, choice.value)
      : closed;
  const set =
    found.ok && chosen.ok && airlock === null
      ? await machines.setAirlock(found.value.id, null)
      : chosen;
  const shown = set.ok ? await findByName(machines, name) : set;
  const past = shown.ok ? pastVpn(choice.value, await uplink()) : null;
  if (past !== null) complain(voice, past);
  return finish(voice, shown, (machine) => {
    if (voice.json) sayJson(machineJson(lineOf(voice), machine, Date.now()));
    else {
      const { uplink: own = null, airlock: limit } = machine.definition.network;
      const only = limit === undefined ? [] : [describeAirlock(voice.words, limit, Date.now())];
      say(`${machine.name}: ${[tellChoice(voice, own), ...only].join(", ")}`);
    }
  });
}
