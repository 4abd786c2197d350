import * as v from "valibot";
import { readNetwork } from "../../../adapters/net/read-interfaces.ts";
import type { Result } from "../../../contract/errors/app-error.ts";
import { type UplinkChoice, uplinkChoiceSchema } from "../../../contract/uplink/choice.ts";
import { refuseInput } from "../../../core/base/explain-issue.ts";
import { choiceRefusal } from "../../../core/lan/refusals.ts";
import { smallLanRefusal } from "../../base/small-lan.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { changeMachine } from "../../registry/registry.ts";

/** Gives a machine an uplink of its own, or the LAN's again (null), in its file and in the LAN. */
export async function setMachineUplink(
  parts: MachinesParts,
  id: string,
  wanted: UplinkChoice | null,
): Promise<Result<void>> {
  const parsed = v.safeParse(v.nullable(uplinkChoiceSchema), wanted);
  if (!parsed.success) return refuseInput(parsed, "uplink");
  const choice = parsed.output;
  const small = smallLanRefusal(choice);
  if (small !== null) return { ok: false, error: small };
  if (choice !== null) {
    const [lan, network] = await Promise.all([parts.lanSettings(), readNetwork()]);
    if (!network.ok) return network;
    const refused = choiceRefusal(choice, lan, network.value.links);
    if (refused !== null) return { ok: false, error: refused };
  }
  const written = await changeMachine(parts, id, (machine) => {
    const { uplink: _former, ...network } = machine.network;
    return { ...machine, network: choice === null ? network : { ...network, uplink: choice } };
  });
  // The LAN was told already, but only this request waits for the outcome.
  return written.ok ? parts.tellLan() : written;
}
