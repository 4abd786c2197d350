import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { AskDialog } from "../../components/AskDialog.tsx";

/** Asks before several machines are moved to the trash. */
export function DeleteDialog(props: {
  readonly machines: readonly MachineView[];
  /** How many of the chosen machines cannot be deleted in their status. */
  readonly staying?: number;
  readonly onClose: () => void;
}) {
  const { machines, staying = 0, onClose } = props;
  const { ui } = useWords();
  return (
    <AskDialog
      title={ui.machineList.removeTitle(machines.length)}
      confirm={ui.machineList.removeConfirm}
      tone="danger"
      onConfirm={(close) => {
        for (const { id } of machines) void bridge.call("machine.delete", { id });
        close();
      }}
      onClose={onClose}
    >
      <p>{ui.machineList.removeText}</p>
      <p className="mono selectable dialog-path">
        {machines.map(({ definition }) => definition.disk.path).join("\n")}
      </p>
      {staying > 0 && <p className="dialog-more">{ui.machineList.removeStay(staying)}</p>}
    </AskDialog>
  );
}
