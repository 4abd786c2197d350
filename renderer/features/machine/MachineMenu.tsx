import {
  ClipboardCopy,
  Copy,
  CopyPlus,
  Download,
  Ellipsis,
  Monitor,
  SquareArrowOutUpRight,
  SquareTerminal,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { MachineStatus, MachineView } from "../../../electron/contract/machine/machine.ts";
import {
  canDo,
  isAlive,
  type MachineAction,
} from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { ActionIcon } from "./ActionIcon.tsx";
import { sshCommand } from "./machine-actions.ts";

/** What it offers in a status: one of the two that undo each other. */
function offered(status: MachineStatus) {
  const hold = canDo("resume", status) ? "resume" : "pause";
  return [hold, "restart", "kill"] as const satisfies readonly MachineAction[];
}

const firstItem = "[role=menuitem]:not([data-disabled])";

interface MachineMenuProps {
  readonly machine: MachineView;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** Leads to the machine's page; left out where that page is shown. */
  readonly withDetails?: boolean;
  /** Asks for a copy's name; left out where that cannot be asked. */
  readonly onCopy?: () => void;
  /** Asks how a machine is exported; left out where that cannot be asked. */
  readonly onExport?: () => void;
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
  const [byKey, setByKey] = useState(false);
  if (isMade || props.isOpen) return <OpenedMenu {...props} byKey={byKey} />;
  return (
    <button
      type="button"
      className="icon-button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={ui.actions.of(ui.actions.more, props.machine.name)}
      onClick={(event) => {
        // A click that a key made counts no presses of a pointer.
        setByKey(event.detail === 0);
        setMade(true);
        props.onOpen(true);
      }}
    >
      <Ellipsis size={16} aria-hidden="true" />
    </button>
  );
}

function OpenedMenu(props: MachineMenuProps & { readonly byKey: boolean }) {
  const { ui } = useWords();
  const { machine, onCopy, onExport, onDelete, byKey } = props;
  const { id, status, address } = machine;
  const content = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  // A dialog gives the focus back to what had it before: that is to be the menu's button, so it asks
  // once the menu is gone.
  const next = useRef<(() => void) | null>(null);
  const later = (ask: () => void) => () => {
    next.current = ask;
  };
  // The menu itself did not exist yet when the key that opened it was pressed, so it does not know
  // of it. It takes the focus as a whole first: the next frame comes after that.
  useEffect(() => {
    if (!byKey) return;
    const frame = requestAnimationFrame(() =>
      content.current?.querySelector<HTMLElement>(firstItem)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [byKey]);
  const toConsole = () =>
    void bridge.call("window.open", { page: "machines", machine: id, tab: "console" });
  const copy = (text: string) => void bridge.call("clipboard.write", { text });
  return (
    // Not modal: a modal menu would add styles that the page's security policy refuses.
    <DropdownMenu.Root modal={false} open={props.isOpen} onOpenChange={props.onOpen}>
      <DropdownMenu.Trigger
        ref={trigger}
        className="icon-button"
        aria-label={ui.actions.of(ui.actions.more, machine.name)}
      >
        <Ellipsis size={16} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          ref={content}
          className="menu"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            const ask = next.current;
            next.current = null;
            if (ask === null) return;
            event.preventDefault();
            trigger.current?.focus();
            ask();
          }}
        >
          <Item
            disabled={machine.pid === null}
            onSelect={() => void bridge.call("machine.terminal", { id })}
          >
            <SquareTerminal size={16} aria-hidden="true" />
            {ui.actions.terminal}
          </Item>
          <Item disabled={machine.pid === null} onSelect={toConsole}>
            <Monitor size={16} aria-hidden="true" />
            {ui.console.title}
          </Item>
          <DropdownMenu.Separator className="menu-line" />
          {offered(status).map((action) => (
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
            <ClipboardCopy size={16} aria-hidden="true" />
            {ui.actions.copySsh}
          </Item>
          {onCopy !== undefined && (
            <Item disabled={isAlive(status)} onSelect={later(onCopy)}>
              <CopyPlus size={16} aria-hidden="true" />
              {ui.machineSettings.copy}
            </Item>
          )}
          {onExport !== undefined && (
            <Item onSelect={later(onExport)}>
              <Download size={16} aria-hidden="true" />
              {ui.actions.exportDisk}
            </Item>
          )}
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
              <Item danger disabled={!canDo("delete", status)} onSelect={later(onDelete)}>
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
