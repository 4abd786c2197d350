import {
  Copy,
  CopyPlus,
  Download,
  Ellipsis,
  SquareArrowOutUpRight,
  SquareTerminal,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, useState } from "react";
import type { MachineView } from "../../../electron/contract/machine.ts";
import { bridge } from "../../bridge.ts";
import { useWords } from "../../snapshot.ts";
import { ActionIcon } from "./ActionIcon.tsx";
import { canDo, isAlive, type MachineAction, sshCommand } from "./machine-actions.ts";

const offered = ["pause", "resume", "restart", "kill"] as const satisfies readonly MachineAction[];

interface MachineMenuProps {
  readonly machine: MachineView;
  /** Leads to the machine's page; left out where that page is shown. */
  readonly withDetails?: boolean;
  /** Asks for a copy's name; left out where that cannot be asked. */
  readonly onCopy?: () => void;
  /** Asks before a machine is deleted; left out where that cannot be asked. */
  readonly onDelete?: () => void;
}

/**
 * Everything that can be done with a machine beyond the first click. Hundreds of rows hold one, so
 * that it is made only once it is opened.
 */
export function MachineMenu(props: MachineMenuProps) {
  const { ui } = useWords();
  const [isMade, setMade] = useState(false);
  if (isMade) return <OpenedMenu {...props} />;
  return (
    <button
      type="button"
      className="icon-button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={ui.actions.of(ui.actions.more, props.machine.name)}
      onClick={() => setMade(true)}
    >
      <Ellipsis size={16} aria-hidden="true" />
    </button>
  );
}

function OpenedMenu(props: MachineMenuProps) {
  const { ui } = useWords();
  const { machine, onCopy, onDelete } = props;
  const { id, status, address } = machine;
  const copy = (text: string) => void bridge.call("clipboard.write", { text });
  return (
    // Not modal: a modal menu would add styles that the page's security policy refuses.
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger
        className="icon-button"
        aria-label={ui.actions.of(ui.actions.more, machine.name)}
      >
        <Ellipsis size={16} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {offered.map((action) => (
            <Item
              key={action}
              disabled={!canDo(action, status)}
              onSelect={() => void bridge.call(`machine.${action}`, { id })}
            >
              <ActionIcon action={action} />
              {ui.verbs[action]}
            </Item>
          ))}
          <DropdownMenu.Separator className="menu-line" />
          <Item onSelect={() => copy(address)}>
            <Copy size={16} aria-hidden="true" />
            {ui.actions.copyAddress(address)}
          </Item>
          <Item onSelect={() => copy(sshCommand(machine))}>
            <SquareTerminal size={16} aria-hidden="true" />
            {ui.actions.copySsh}
          </Item>
          {onCopy !== undefined && (
            <Item disabled={isAlive(status)} onSelect={onCopy}>
              <CopyPlus size={16} aria-hidden="true" />
              {ui.machineSettings.copy}
            </Item>
          )}
          <Item
            disabled={isAlive(status)}
            onSelect={() => void bridge.call("machine.export", { id, libvirt: false })}
          >
            <Download size={16} aria-hidden="true" />
            {ui.actions.exportDisk}
          </Item>
          {props.withDetails === true && (
            <Item
              onSelect={() => void bridge.call("window.open", { page: "machines", machine: id })}
            >
              <SquareArrowOutUpRight size={16} aria-hidden="true" />
              {ui.actions.details}
            </Item>
          )}
          {onDelete !== undefined && (
            <>
              <DropdownMenu.Separator className="menu-line" />
              <Item danger disabled={!canDo("delete", status)} onSelect={onDelete}>
                <ActionIcon action="delete" />
                {ui.verbs.delete}
              </Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item(props: {
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.Item
      className={props.danger === true ? "menu-item menu-item-danger" : "menu-item"}
      disabled={props.disabled ?? false}
      onSelect={props.onSelect}
    >
      {props.children}
    </DropdownMenu.Item>
  );
}
