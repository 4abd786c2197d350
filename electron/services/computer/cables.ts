import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Cable, type CableEnd, plugCable } from "../../adapters/computer/cable.ts";
import {
  type CableKind,
  type CableRecord,
  dropCableRecord,
  keepCableRecord,
} from "../../adapters/computer/cable-record.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { computerId } from "../../adapters/process/computer-id.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import { type JoinedSwitch, startJoinedSwitch } from "../../adapters/switch/joined-switch.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { viaInterfaces, viaNet } from "../../contract/lan/via.ts";
import { createBackOff } from "../../core/base/back-off.ts";
import { createHurry, isRefusal, pause } from "./attempts.ts";

/** The cables from this computer to others: those of the LAN, and those of uplinks through them. */
export interface Cables {
  /** Has the cables of each computer that joins the LAN or is an uplink, while the LAN is on. */
  keep(lanIsOn: boolean): Promise<void>;
  close(): void;
}

export interface CablesParts {
  readonly version: string;
  readonly uid: number;
  readonly paths: Paths;
  readonly settings: Pick<SettingsStore, "read">;
  readonly vdeSwitch: Pick<VdeSwitch, "socketFolder">;
  /** Asks a computer for its machines, and has the LAN know them. */
  readonly meet: (name: string) => Promise<void>;
}

/** The pauses before a lost cable is plugged in again, in ms; a network that comes back is noticed soon. */
const pauses = [0, 500, 1000, 2000] as const;
/** The pause in ms where a person has to do something first. */
const refusedMs = 15_000;
/** A cable that lasted so long (ms) counts as a success. */
const goodLife = 10_000;
/** The interval in ms at which machines there are asked for again. */
const meetMs = 30_000;

/** A cable that is to be there. */
interface Wanted {
  readonly computer: Computer;
  readonly kind: CableKind;
  /** The interface of the uplink through the computer. */
  readonly tap: string;
}

const labelOf = ({ computer, kind }: Wanted) => `${kind}-${computer.name}`;

/** Keeps the cables of this computer. */
export function createCables(parts: CablesParts): Cables {
  const kept = new Map<string, AbortController>();

  function end(label: string): void {
    kept.get(label)?.abort();
    kept.delete(label);
  }

  return {
    async keep(lanIsOn) {
      const { computers } = await parts.settings.read();
      const taps = viaInterfaces(computers.map(({ name }) => name));
      const wanted = lanIsOn
        ? computers.flatMap((each) => wantedOf(each, taps.get(each.name) ?? ""))
        : [];
      for (const label of [...kept.keys()]) {
        if (!wanted.some((each) => labelOf(each) === label)) end(label);
      }
      for (const each of wanted) {
        if (kept.has(labelOf(each))) continue;
        const abort = new AbortController();
        kept.set(labelOf(each), abort);
        void keepOne(parts, each, abort.signal);
      }
    },
    close() {
      for (const label of [...kept.keys()]) end(label);
    },
  };
}

function wantedOf(computer: Computer, tap: string): readonly Wanted[] {
  return [
    ...(computer.isJoined ? [{ computer, tap, kind: "cable" } as const] : []),
    ...(computer.isUplink ? [{ computer, tap, kind: "via" } as const] : []),
  ];
}

/** Keeps one cable until `signal`. */
async function keepOne(parts: CablesParts, wanted: Wanted, signal: AbortSignal): Promise<void> {
  const { name } = wanted.computer;
  const backOff = createBackOff(pauses);
  const hurry = createHurry();
  const key = await keyFor(parts, name);
  let problem: AppError | null = null;
  const note = (record: Omit<CableRecord, "since">) =>
    keepCableRecord(parts.paths, wanted.kind, name, { since: Date.now(), ...record });
  while (!signal.aborted) {
    if (problem !== null) await note({ plug: null, problem });
    const isRefused = problem !== null && isRefusal(problem);
    if (await pause(isRefused ? refusedMs : backOff.next(), signal)) backOff.reset();
    if (signal.aborted) break;
    const begun = Date.now();
    const plugged = (plug: number) => void note({ plug, problem: null });
    const attempt = new AbortController();
    const unplug = () => attempt.abort();
    signal.addEventListener("abort", unplug, { once: true });
    const endWatch = hurry.watch(() => {
      backOff.reset();
      attempt.abort();
    });
    const answered = () => {
      endWatch();
      hurry.reset();
    };
    const lost = await holdOne(parts, wanted, { key, answered, plugged }, attempt.signal);
    endWatch();
    signal.removeEventListener("abort", unplug);
    if (Date.now() - begun > goodLife) backOff.reset();
    problem = lost ?? problem;
  }
  await dropCableRecord(parts.paths, wanted.kind, name);
}

/** By which a cable is known there, and who is told of it. */
interface Told {
  readonly key: string;
  /** The other side is ready. */
  readonly answered: () => void;
  readonly plugged: (plug: number) => void;
}

/** Plugs a cable in, and returns why it has ended. */
async function holdOne(
  parts: CablesParts,
  wanted: Wanted,
  { key, answered, plugged }: Told,
  signal: AbortSignal,
): Promise<AppError | null> {
  const { computer, kind } = wanted;
  const { name } = computer;
  let meeting: NodeJS.Timeout | null = null;
  const end = kind === "cable" ? lanEnd(parts, wanted, key) : viaEnd(parts, wanted, key);
  const open = () => {
    answered();
    return end.open();
  };
  const cable: Cable | null = await plugCable(computer, { ...end, open }, (plug) => {
    plugged(plug);
    if (kind === "via") return;
    void parts.meet(name);
    meeting = setInterval(() => void parts.meet(name), meetMs);
  });
  if (cable === null) return lostOf(wanted);
  const unplug = () => cable.unplug();
  signal.addEventListener("abort", unplug, { once: true });
  if (signal.aborted) unplug();
  const why = await cable.ended;
  signal.removeEventListener("abort", unplug);
  if (meeting !== null) clearInterval(meeting);
  return why?.code === "computer-cable-lost" ? lostOf(wanted) : why;
}

/** Returns the error of a cable that was lost. */
function lostOf({ computer: { name }, kind }: Wanted): AppError {
  return kind === "cable"
    ? appError("computer-cable-lost", { name })
    : appError("computer-uplink-lost", { name });
}

/** Returns the end in the LAN's switch, which is always there. */
function lanEnd(parts: CablesParts, wanted: Wanted, key: string): CableEnd {
  return {
    ...{ runtime: parts.paths.runtime, version: parts.version, label: labelOf(wanted) },
    command: `virtray serve --cable ${key}`,
    open: async () => parts.vdeSwitch.socketFolder,
    close: () => {},
  };
}

/**
 * Returns the end in a switch of its own, which has the uplink's tap. It lives only while the cable does:
 * by the tap's carrier netd knows whether packets can leave, and refuses them if not.
 */
function viaEnd(parts: CablesParts, wanted: Wanted, key: string): CableEnd {
  const { paths, uid, version } = parts;
  const { tap } = wanted;
  let own: JoinedSwitch | null = null;
  return {
    ...{ runtime: paths.runtime, version, label: labelOf(wanted) },
    command: `virtray serve --uplink ${key} --net ${viaNet(tap)?.number ?? 0}`,
    async open() {
      own = await startJoinedSwitch(join(paths.runtime, tap), uid, tap);
      return own?.socketFolder ?? null;
    },
    close: () => own?.stop(),
  };
}

/** Returns by what another computer knows this cable again: no secret, and the same after each start. */
async function keyFor({ uid }: CablesParts, name: string): Promise<string> {
  const text = `${await computerId()} ${uid} ${name}`;
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
