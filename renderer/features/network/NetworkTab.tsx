import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { ConnectionCard } from "./ConnectionCard.tsx";
import { ForwardsCard } from "./forwards/ForwardsCard.tsx";
import { ListeningCard } from "./forwards/ListeningCard.tsx";

/** A machine's network: its connection, the ports that lead to it, and those that its programs have opened. */
export function NetworkTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  return (
    <div className="stack">
      <ConnectionCard machine={machine} />
      <ForwardsCard key={machine.id} machine={machine} />
      <ListeningCard key={`${machine.id} listens`} machine={machine} />
    </div>
  );
}
