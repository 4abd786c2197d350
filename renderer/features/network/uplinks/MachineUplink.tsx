import type { MachineView } from "../../../../electron/contract/machine/machine.ts";
import { nameChoice } from "../../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../../app-state.ts";
import { bridge } from "../../../bridge.ts";
import { UplinkIcon } from "../../../components/UplinkIcon.tsx";
import { UplinkChoices } from "./UplinkList.tsx";
import { kindOfChoice, machineUplinkOptions } from "./uplink-options.ts";

/** Chooses a machine's uplink: the LAN's, or one of its own. */
export function MachineUplink(props: { readonly machine: MachineView }) {
  const { uplink, lan } = useAppState();
  const words = useWords();
  const { id, definition } = props.machine;
  return (
    <UplinkChoices
      label={words.ui.uplink.title}
      isRoving={true}
      options={machineUplinkOptions(uplink, definition.network.uplink ?? null, lan, words)}
      onChoose={({ choice }) => void bridge.call("machine.set-uplink", { id, uplink: choice })}
    />
  );
}

/** The mark of a machine with an uplink of its own; draws nothing for one that uses the LAN's. */
export function OwnUplinkMark(props: { readonly machine: MachineView }) {
  const { uplink } = useAppState();
  const words = useWords();
  const choice = props.machine.definition.network.uplink;
  if (choice === undefined) return null;
  const label = words.ui.uplink.own(nameChoice(words, choice));
  return (
    <span className="own-uplink" title={label}>
      <UplinkIcon kind={kindOfChoice(uplink, choice)} />
      <span className="unseen">, {label}</span>
    </span>
  );
}
