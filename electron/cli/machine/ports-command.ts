import type { PortJson } from "../../contract/app/cli.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { finish, note, say, sayJson, table, type Voice } from "../base/output.ts";
import { findByName } from "./commands.ts";

/** `virtray ports NAME` */
export async function portsCommand(
  machines: MachinesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findByName(machines, name);
  const asked = found.ok ? await machines.listeningPorts(found.value.id) : found;
  return finish(voice, asked, (ports: readonly PortJson[]) => {
    const { ui } = voice.words;
    if (voice.json) return sayJson(ports);
    if (ports.length === 0) return say(ui.listening.none);
    say(
      table([
        [ui.listening.columns.port, ui.listening.columns.program, ui.listening.columns.reach],
        ...ports.map(({ port, program, isLocal }) => [
          String(port),
          program ?? ui.listening.unknownProgram,
          isLocal ? ui.listening.onlyInside : ui.listening.others,
        ]),
      ]),
    );
    if (ports.some(({ isLocal }) => isLocal)) note(ui.listening.localHint);
  });
}
