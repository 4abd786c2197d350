import { ClipboardCopy, Copy, MonitorDown, SquareTerminal } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type FarMachineView, farName } from "../../../electron/contract/computer/far-machine.ts";
import { canDo } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { MenuItem, MoreMenu } from "../../components/MoreMenu.tsx";
import { ActionIcon } from "../machine/ActionIcon.tsx";
import { farSshCommand } from "./far-names.ts";

/** The menu of a machine of another computer. */
export function FarMenu({ machine }: { readonly machine: FarMachineView }) {
  const { ui, computers } = useWords();
  const { id, status, address } = machine;
  const hold = canDo("resume", status) ? "resume" : "pause";
  const copy = (text: string) => void bridge.call("clipboard.write", { text });
  return (
    <MoreMenu of={farName(machine)}>
      <MenuItem
        disabled={status !== "running"}
        onSelect={() => void bridge.call("machine.terminal", { id })}
      >
        <SquareTerminal size={16} aria-hidden="true" />
        {ui.actions.terminal}
      </MenuItem>
      <DropdownMenu.Separator className="menu-line" />
      {([hold, "suspend", "restart", "kill"] as const).map((action) => (
        <MenuItem
          key={action}
          disabled={!canDo(action, status)}
          onSelect={() => void bridge.call(`machine.${action}`, { id })}
        >
          <ActionIcon action={action} />
          {ui.verbs[action]}
        </MenuItem>
      ))}
      <DropdownMenu.Separator className="menu-line" />
      {address !== null && (
        <MenuItem onSelect={() => copy(address)}>
          <Copy size={16} aria-hidden="true" />
          {ui.actions.copyAddress(address)}
        </MenuItem>
      )}
      <MenuItem onSelect={() => copy(farSshCommand(machine))}>
        <ClipboardCopy size={16} aria-hidden="true" />
        {ui.actions.copySsh}
      </MenuItem>
      <DropdownMenu.Separator className="menu-line" />
      <MenuItem
        disabled={!["stopped", "running", "paused"].includes(status)}
        onSelect={() => void bridge.call("machine.move", { id, to: null, stopFirst: false })}
      >
        <MonitorDown size={16} aria-hidden="true" />
        {computers.moveHere}
      </MenuItem>
    </MoreMenu>
  );
}
