import { createHash } from "node:crypto";
import { type Cable, plugCable } from "../../adapters/computer/cable.ts";
import { dropCableRecord, keepCableRecord } from "../../adapters/computer/cable-record.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { computerId } from "../../adapters/process/computer-id.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { createBackOff } from "../../core/base/back-off.ts";
import { isRefusal, pause } from "./attempts.ts";

/** The cables from this computer's LAN to others. */
export interface Cables {
  /** Has a cable to each computer that joins the LAN, while that is on. */
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

/** Keeps the cables of this computer. */
export function createCables(parts: CablesParts): Cables {
  const kept = new Map<string, AbortController>();

  function end(name: string): void {
    kept.get(name)?.abort();
    kept.delete(name);
  }

  return {
    async keep(lanIsOn) {
      const { computers } = await parts.settings.read();
      const wanted = lanIsOn ? computers.filter(({ isJoined }) => isJoined) : [];
      for (const name of [...kept.keys()]) {
        if (!wanted.some((each) => each.name === name)) end(name);
      }
      for (const computer of wanted) {
        if (kept.has(computer.name)) continue;
        const abort = new AbortController();
        kept.set(computer.name, abort);
        void keepOne(parts, computer, abort.signal);
      }
    },
    close() {
      for (const name of [...kept.keys()]) end(name);
    },
  };
}

/** Keeps one cable until `signal`. */
async function keepOne(parts: CablesParts, computer: Computer, signal: AbortSignal): Promise<void> {
  const { name } = computer;
  const backOff = createBackOff(pauses);
  const key = await keyFor(parts, name);
  let problem: AppError | null = null;
  while (!signal.aborted) {
    if (problem !== null) {
      await keepCableRecord(parts.paths, name, { since: Date.now(), plug: null, problem });
    }
    const isRefused = problem !== null && isRefusal(problem);
    if (await pause(isRefused ? refusedMs : backOff.next(), signal)) backOff.reset();
    if (signal.aborted) break;
    const begun = Date.now();
    const lost = await holdOne(parts, computer, key, signal);
    if (Date.now() - begun > goodLife) backOff.reset();
    problem = lost ?? problem;
  }
  await dropCableRecord(parts.paths, name);
}

/** Plugs a cable in, and returns why it has ended. */
async function holdOne(
  parts: CablesParts,
  computer: Computer,
  key: string,
  signal: AbortSignal,
): Promise<AppError | null> {
  const { paths, version, vdeSwitch } = parts;
  const { name } = computer;
  let meeting: NodeJS.Timeout | null = null;
  const end = { runtime: paths.runtime, socketFolder: vdeSwitch.socketFolder, key, version };
  const cable: Cable | null = await plugCable(computer, end, (plug) => {
    void keepCableRecord(paths, name, { since: Date.now(), plug, problem: null });
    void parts.meet(name);
    meeting = setInterval(() => void parts.meet(name), meetMs);
  });
  if (cable === null) return appError("computer-cable-lost", { name });
  const unplug = () => cable.unplug();
  signal.addEventListener("abort", unplug, { once: true });
  if (signal.aborted) unplug();
  const why = await cable.ended;
  signal.removeEventListener("abort", unplug);
  if (meeting !== null) clearInterval(meeting);
  return why;
}

/** Returns by what another computer knows this cable again: no secret, and the same after each start. */
async function keyFor({ uid }: CablesParts, name: string): Promise<string> {
  const text = `${await computerId()} ${uid} ${name}`;
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
