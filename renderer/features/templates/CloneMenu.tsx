import { CopyPlus, Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";

/** The menu of a clone: it becomes independent of its template, or the item tells why it cannot. */
export function CloneMenu({ machine: { id, name, status } }: { readonly machine: MachineView }) {
  const { templates, actions } = useWords().ui;
  const isBusy = useAppState().jobs.some(
    (job) => job.kind === "flatten" && job.machine === id && job.problem === null,
  );
  const isOff = status === "stopped" || status === "failed";
  return (
    // Not modal: a modal menu would add styles that the page's security policy refuses.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button" aria-label={actions.of(actions.more, name)}>
        <Ellipsis size={16} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.Item
            className="menu-item menu-item-told"
            disabled={!isOff || isBusy}
            onSelect={() => void bridge.call("machine.flatten", { id })}
          >
            <CopyPlus size={16} aria-hidden="true" />
            <span>
              {templates.flatten}
              <span className="menu-hint">
                {isBusy
                  ? templates.flattenBusy
                  : isOff
                    ? templates.flattenHint
                    : templates.flattenOff}
              </span>
            </span>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
