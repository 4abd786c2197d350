import * as v from "valibot";
import { lookUp, type NetworkFacts } from "../../adapters/net/read-interfaces.ts";
import type { NetdClient } from "../../adapters/root/netd-client.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import { keptForwards } from "../../contract/app/forward-view.ts";
import type { LanStatus } from "../../contract/app/state.ts";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { LanChange, LanSettings } from "../../contract/lan/network.ts";
import { lanChangeSchema } from "../../contract/lan/network.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { namedInterfaces, uplinkChoiceSchema } from "../../contract/uplink/choice.ts";
import type { KnownNetwork, KnownNetworkChoice } from "../../contract/uplink/known-network.ts";
import { formatSubnet } from "../../core/base/ip-address.ts";
import { lanSubnet } from "../../core/lan/plan/plan.ts";
import { automaticLookup, ownLookup } from "../../core/lan/plan/route-lookup.ts";
import { activeUplink } from "../../core/lan/plan/routing.ts";
import { choiceRefusal } from "../../core/lan/refusals.ts";
import { choiceAt, rememberChoice } from "../../core/uplink/known-network.ts";
import { automaticUplink, listUplinks } from "../../core/uplink/uplinks.ts";
import type { ChosenBy, NetworkService } from "../base/interfaces.ts";
import { tellLanOfMachines } from "../machine/network/publish-to-lan.ts";

export interface NetworkDeps {
  readonly netd: NetdClient;
  readonly vdeSwitch: VdeSwitch;
  readonly settings: SettingsStore;
  readonly readNetwork: () => Promise<Result<NetworkFacts>>;
  /** Where the computer is connected, with its network as it is and the LAN's interface. */
  readonly findPlaces: (network: NetworkFacts, lan: string) => Promise<readonly KnownNetwork[]>;
  /** The machines that can be read. */
  readonly readMachines: () => Promise<Result<readonly MachineFile[]>>;
  /** Calls back after changes of the network, of netd and of the switch. */
  readonly watchNetwork: (changed: () => void) => () => void;
  /** Does what starts or ends the switch while no other program does so; an error if another hangs. */
  readonly alone: <T>(work: () => Promise<Result<T>>) => Promise<Result<T>>;
  /** The switch is there: running machines can be plugged in. */
  readonly switchStarted: () => Promise<void>;
  /** The LAN is off: who kept it is needed no more, unless for running machines. */
  readonly lanEnded: () => Promise<void>;
}

/** Makes the service of one user's LAN. It keeps nothing: kernel, netd and switch are the truth. */
export function createNetworkService(deps: NetworkDeps): NetworkService {
  const { netd, vdeSwitch, settings } = deps;
  const listeners = new Set<() => void>();
  /** What this instance is doing just now; others see its effect in the kernel. */
  let doing: "starting" | "stopping" | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  /** One after the other: a click on "off" while the LAN comes up waits for it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => {});
    return done;
  }

  async function during<T>(what: "starting" | "stopping", work: () => Promise<T>): Promise<T> {
    doing = what;
    tell();
    try {
      return await work();
    } finally {
      doing = null;
      tell();
    }
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  /** The tap is carried by the switch: the switch has it, and the kernel sees it plugged in. */
  async function hasCarrier(lan: LanSettings): Promise<boolean> {
    const network = await deps.readNetwork();
    return (
      network.ok && network.value.links.some((link) => link.name === lan.interface && link.carrier)
    );
  }

  async function startSwitch(lan: LanSettings): Promise<Result<void>> {
    const started = await vdeSwitch.start(lan.interface);
    if (!started.ok || (await hasCarrier(lan))) return started;
    const again = await vdeSwitch.restart(lan.interface);
    if (!again.ok || (await hasCarrier(lan))) return again;
    return fail("switch-failed", { detail: `it does not serve ${lan.interface}` });
  }

  /** Starts the switch of a LAN that netd keeps. */
  async function carry(lan: LanSettings): Promise<Result<void>> {
    // Before the switch carries anything: no machine may take a way that was not chosen for it.
    const told = await tellLanOfMachines(netd, deps.readMachines);
    return told.ok ? startSwitch(lan) : told;
  }

  /** Does it alone; at last also beside a program that hangs, for a person waits for it. */
  async function aloneIfCan<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    const outcomes: Result<T>[] = [];
    await deps.alone(async () => {
      const outcome = await work();
      outcomes.push(outcome);
      return outcome;
    });
    return outcomes[0] ?? work();
  }

  async function up(): Promise<Result<void>> {
    const loaded = await settings.load();
    const { lan, uplink } = loaded.settings;
    const before = await vdeSwitch.ports();
    const held = await netd.apply({ verb: "up", lan, uplink });
    if (!held.ok) return held;
    const started = await aloneIfCan(() => carry(lan));
    if (!started.ok) {
      // A LAN without its switch carries nothing; one that was on before keeps its rules.
      if (before === null) await netd.apply({ verb: "down" });
      return started;
    }
    await deps.switchStarted();
    return ok(undefined);
  }

  async function mend(): Promise<Result<boolean>> {
    const mended = await deps.alone<"off" | "well" | "mended">(async () => {
      const desired = (await netd.stateFile())?.wish ?? null;
      if (desired === null) return ok("off");
      const ports = await vdeSwitch.ports();
      if (ports !== null && (await hasCarrier(desired.lan))) return ok("well");
      // Of a netd that lives: nobody is to be asked for a password.
      const held = await netd.tell({ verb: "up", lan: desired.lan, uplink: desired.uplink });
      if (!held.ok) return held;
      if (held.value === null) return fail("netd-gone", {});
      const started = await carry(desired.lan);
      return started.ok ? ok("mended") : started;
    });
    if (!mended.ok) return mended;
    if (mended.value === "mended") await deps.switchStarted();
    return ok(mended.value !== "off");
  }

  async function takeDown(): Promise<Result<void>> {
    const stopped = await vdeSwitch.stop();
    const [living, stateFile] = await Promise.all([netd.status(), netd.stateFile()]);
    // Without netd and state file nothing is to be taken back, so nobody is asked for a password.
    const nothingToDo = living.ok && living.value === null && stateFile === null;
    if (!nothingToDo) {
      const gone = await netd.apply({ verb: "down" });
      if (!gone.ok) return gone;
    }
    return stopped;
  }

  async function down(): Promise<Result<void>> {
    const done = await aloneIfCan(takeDown);
    if (done.ok) await deps.lanEnded();
    return done;
  }

  async function places(): Promise<readonly KnownNetwork[]> {
    const [{ lan }, network] = await Promise.all([settings.read(), deps.readNetwork()]);
    return network.ok ? deps.findPlaces(network.value, lan.interface) : [];
  }

  async function remember(choice: UplinkChoice): Promise<void> {
    if (!(await settings.read()).rememberPlaces) return;
    const [here] = await places();
    if (here === undefined) return;
    // The choice itself holds: that it is not remembered is no failure of it.
    await settings.change((kept) => ({ places: rememberChoice(kept.places, here, choice) }));
  }

  async function recall(): Promise<Result<KnownNetworkChoice | null>> {
    const [kept, stateFile] = await Promise.all([settings.read(), netd.stateFile()]);
    if (!kept.rememberPlaces || kept.places.length === 0 || stateFile?.wish != null)
      return ok(null);
    const [here] = await places();
    return here === undefined ? ok(null) : arriveAt(here);
  }

  async function arriveAt({ id }: KnownNetwork): Promise<Result<KnownNetworkChoice | null>> {
    const [kept, stateFile] = await Promise.all([settings.read(), netd.stateFile()]);
    const found = choiceAt(kept, id, stateFile?.wish?.uplink ?? kept.uplink);
    if (found === null) return ok(null);
    const set = await setUplink(found.uplink, "place");
    // Its interface is not there now: what holds goes on.
    if (!set.ok) return set.error.code === "uplink-unknown" ? ok(null) : set;
    return ok(found);
  }

  async function checkChoice(choice: UplinkChoice): Promise<Result<void>> {
    const [{ lan }, network] = await Promise.all([settings.read(), deps.readNetwork()]);
    if (!network.ok) return network;
    const refused = choiceRefusal(choice, lan, network.value.links);
    return refused === null ? ok(undefined) : { ok: false, error: refused };
  }

  async function setUplink(
    desired: UplinkChoice,
    by: ChosenBy = "user",
  ): ReturnType<NetworkService["setUplink"]> {
    const parsed = v.safeParse(uplinkChoiceSchema, desired);
    if (!parsed.success) {
      return fail("input-invalid", { field: "uplink", detail: parsed.issues[0].message });
    }
    const choice = parsed.output;
    const isOn = (await netd.stateFile())?.wish != null;
    // Somebody waits for it: netd looks for itself whether it can be, and it is kept afterwards.
    const held = isOn
      ? await netd.apply({ verb: "set-uplink", uplink: choice })
      : await checkChoice(choice);
    if (!held.ok) return held;
    const kept = await settings.change({ uplink: choice });
    // It holds already where the LAN is on.
    if (!kept.ok) return isOn ? ok(kept.error) : kept;
    if (by === "user") await remember(choice);
    return ok(undefined);
  }

  async function changeLan(wanted: LanChange): Promise<Result<void>> {
    const parsed = v.safeParse(lanChangeSchema, wanted);
    if (!parsed.success) {
      return fail("input-invalid", { field: "lan", detail: parsed.issues[0].message });
    }
    const change = parsed.output;
    const [{ lan, uplink }, stateFile] = await Promise.all([settings.read(), netd.stateFile()]);
    const desired = stateFile?.wish ?? null;
    // Its running machines, their rules and the switch all go by that name.
    if (
      desired !== null &&
      change.interface !== undefined &&
      change.interface !== desired.lan.interface
    ) {
      return fail("lan-must-be-off", {});
    }
    const kept = await settings.change({ lan: { ...lan, ...change } });
    if (!kept.ok || desired === null) return kept;
    // The LAN as it is: what else was changed in the settings holds from the next start.
    const held = await netd.apply({ verb: "up", lan: { ...desired.lan, ...change }, uplink });
    return held.ok ? ok(undefined) : held;
  }

  async function read(): ReturnType<NetworkService["read"]> {
    const [loaded, living, stateFile, network, ports, own] = await Promise.all([
      settings.load(),
      netd.status(),
      netd.stateFile(),
      deps.readNetwork(),
      vdeSwitch.ports(),
      lookUp(ownLookup),
    ]);
    const state = living.ok ? living.value : null;
    const desired = state === null ? (stateFile?.wish ?? null) : state.wish;
    const lan = desired?.lan ?? loaded.settings.lan;
    const choice = desired?.uplink ?? loaded.settings.uplink;
    const facts = network.ok
      ? network.value
      : { links: [], routes: [], nameServers: [], facts: new Map() };
    const tap = facts.links.find((link) => link.name === lan.interface);
    const isOn = desired !== null && tap !== undefined;
    const status: LanStatus = doing ?? (isOn ? "on" : "off");
    const candidates = listUplinks({
      ...facts,
      lan: lan.interface,
      chosen: namedInterfaces(choice),
      gateways: stateFile?.gateways ?? {},
    });
    const words = isOn ? automaticLookup(desired) : null;
    const onward = words === null ? null : await lookUp(words);
    const problem = firstProblem([
      loaded.problem,
      loaded.notice ?? null,
      network.ok ? null : network.error,
      living.ok ? null : living.error,
      status === "on" && living.ok && state === null ? appError("netd-gone", {}) : null,
      status === "on" && !(ports !== null && tap?.carrier)
        ? appError("switch-gone", { interface: lan.interface })
        : null,
      status === "on" ? (state?.problem ?? null) : null,
    ]);
    return {
      lan: {
        ...{ status, settings: lan, subnet: formatSubnet(lanSubnet(lan)), problem },
        forwards: isOn ? keptForwards(desired.forwards, state?.refusedForwards ?? []) : [],
      },
      uplink: {
        choice,
        active: isOn
          ? activeUplink(desired, { ...facts, onward }, stateFile?.gateways ?? {})
          : null,
        candidates,
        vpn: candidates.some((each) => each.interface === own && each.kind === "vpn") ? own : null,
        automatic: isOn ? automaticUplink(facts.links, onward, lan.interface) : null,
      },
    };
  }

  return {
    read,
    up: () => inTurn(() => during("starting", up)),
    agree: (lan) => netd.agree(lan),
    down: () => inTurn(() => during("stopping", down)),
    mend: () => inTurn(mend),
    changeLan: (change) => inTurn(() => changeLan(change)).finally(tell),
    setUplink: (choice, by) => inTurn(() => setUplink(choice, by)),
    places,
    recall: () => inTurn(recall),
    arriveAt: (place) => inTurn(() => arriveAt(place)),
    forgetPlace: (id) =>
      settings.change((kept) => ({
        places: id === null ? [] : kept.places.filter((place) => place.id !== id),
      })),
    log: () => netd.log(),
    watch(changed) {
      listeners.add(changed);
      const end = deps.watchNetwork(changed);
      return () => {
        listeners.delete(changed);
        end();
      };
    },
  };
}

function firstProblem(problems: readonly (AppError | null)[]): AppError | null {
  return problems.find((problem) => problem !== null) ?? null;
}
