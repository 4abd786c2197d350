import { CopyPlus } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { MoreMenu } from "../../components/MoreMenu.tsx";

/** The menu of a clone: it becomes independent of its template, or the item tells why it cannot. */
export function CloneMenu({ machine: { id, name, status } }: { readonly machine: MachineView }) {
  const { templates } = useWords().ui;
  const isBusy = useAppState().jobs.some(
    (job) => job.kind === "flatten" && job.machine === id && job.problem === null,
  );
  const isOff = status === "stopped" || status === "failed";
  return (
    <MoreMenu of={name}>
      <DropdownMenu.Item
        className="menu-item menu-item-told"
        disabled={!isOff || isBusy}
        onSelect={() => void bridge.call("machine.flatten", { id })}
      >
        <CopyPlus size={16} aria-hidden="true" />
        <span>
          {templates.flatten}
          <span className="menu-hint">
            {isBusy ? templates.flattenBusy : isOff ? templates.flattenHint : templates.flattenOff}
          </span>
        </span>
      </DropdownMenu.Item>
    </MoreMenu>
  );
}
