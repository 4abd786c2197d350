import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { UsageGraphs } from "../usage/UsageGraphs.tsx";
import { GuestFactsCard } from "./GuestFactsCard.tsx";
import { MachineFacts } from "./MachineFacts.tsx";
import { ReachFacts } from "./ReachFacts.tsx";
import { TechnicalFacts } from "./TechnicalFacts.tsx";

/** A machine's usage while it runs, how it is reached, and what it is made of. */
export function OverviewTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { accelerator } = machine;
  const words = useWords();
  return (
    <div className="cards">
      {machine.pid === null ? (
        <p className="card card-wide dim graph-none">{words.ui.usage.notRunning}</p>
      ) : (
        <UsageGraphs key={machine.pid} machine={machine} />
      )}
      <ReachFacts machine={machine} />
      <MachineFacts machine={machine} />
      <GuestFactsCard machine={machine} />
      {accelerator !== null && accelerator.reason !== null && (
        <p className="card card-wide dim selectable">{errorLine(words, accelerator.reason)}</p>
      )}
      <TechnicalFacts machine={machine} />
    </div>
  );
}
