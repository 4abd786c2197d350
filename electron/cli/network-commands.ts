import * as v from "valibot";
import type { LanJson, UplinkJson } from "../contract/cli.ts";
import { fail, ok, type Result } from "../contract/errors.ts";
import { type UplinkChoice, type UplinkState, uplinkChoice } from "../contract/network.ts";
import type { LanView } from "../contract/state.ts";
import type { NetworkService } from "../services/interfaces.ts";
import { complain, errorJson, finish, say, sayJson, table, type Voice } from "./output.ts";

function lanJson(voice: Voice, lan: LanView): LanJson {
  const { status, settings, subnet, problem } = lan;
  return { status, settings, subnet, problem: problem === null ? null : errorJson(voice, problem) };
}

function tellLan(voice: Voice, lan: LanView): void {
  const { cli } = voice;
  if (voice.json) {
    sayJson(lanJson(voice, lan));
    return;
  }
  const { address, prefixLength, interface: name } = lan.settings;
  say(cli.lanLine(cli.lan[lan.status], `${address}/${prefixLength}`, name));
  if (lan.problem !== null) complain(voice, lan.problem);
}

/** `virtray lan up|down|status`: changes it or not, then tells how it is. */
export async function lanCommand(
  network: NetworkService,
  voice: Voice,
  change: "up" | "down" | null,
): Promise<number> {
  const changed = change === null ? ok(undefined) : await network[change]();
  const shown = changed.ok ? ok((await network.read()).lan) : changed;
  return finish(voice, shown, (lan) => tellLan(voice, lan));
}

function tellUplink(voice: Voice, uplink: UplinkState): void {
  const { choice, active, candidates } = uplink;
  if (voice.json) {
    sayJson({ choice, active, candidates } satisfies UplinkJson);
    return;
  }
  const { cli } = voice;
  const chosen =
    choice.mode === "pinned" ? cli.uplink.pinned(choice.interface) : cli.uplink[choice.mode];
  say(`${chosen}, ${active === null ? cli.uplink.nothing : cli.uplink.active(active)}`);
  if (candidates.length === 0) return;
  const { columns } = cli;
  const { kind, obstacle } = voice.words.ui.uplink;
  say(
    table([
      [columns.interface, columns.kind, columns.address, columns.gateway, columns.state],
      ...candidates.map((candidate) => [
        candidate.interface,
        kind[candidate.kind],
        candidate.addresses.join(" ") || "–",
        candidate.gateway ?? "–",
        candidate.obstacle === null ? cli.ready : obstacle[candidate.obstacle],
      ]),
    ]),
  );
}

/** `virtray uplink` */
export async function uplinkCommand(network: NetworkService, voice: Voice): Promise<number> {
  tellUplink(voice, (await network.read()).uplink);
  return 0;
}

/** Reads `auto`, `none` or the name of an interface. */
function readChoice(text: string): Result<UplinkChoice> {
  if (text === "auto") return ok({ mode: "automatic" });
  if (text === "none") return ok({ mode: "none" });
  const parsed = v.safeParse(uplinkChoice, { mode: "pinned", interface: text });
  return parsed.success ? ok(parsed.output) : fail("uplink-unknown", { interface: text });
}

/** `virtray uplink set auto|none|IFACE` */
export async function setUplinkCommand(
  network: NetworkService,
  voice: Voice,
  text: string,
): Promise<number> {
  const choice = readChoice(text);
  const set = choice.ok ? await network.setUplink(choice.value) : choice;
  const shown = set.ok ? ok((await network.read()).uplink) : set;
  return finish(voice, shown, (uplink) => tellUplink(voice, uplink));
}
