import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { ConnectionCard } from "./ConnectionCard.tsx";
import { ForwardsCard } from "./forwards/ForwardsCard.tsx";

/** A machine's network: its connection, and the ports that lead to it. */
export function NetworkTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  return (
    <div className="stack">
      <ConnectionCard machine={machine} />
      <ForwardsCard key={machine.id} machine={machine} />
    </div>
  );
}
