import {
  ClipboardCopy,
  Copy,
  CopyPlus,
  Download,
  Ellipsis,
  Monitor,
  MonitorUp,
  SquareArrowOutUpRight,
  SquareCode,
  SquareTerminal,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import type { MachineStatus, MachineView } from "../../../electron/contract/machine/machine.ts";
import {
  canDo,
  isAlive,
  type MachineAction,
} from "../../../electron/contract/machine/machine-actions.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { MenuItem } from "../../components/MoreMenu.tsx";
import { ActionIcon } from "./ActionIcon.tsx";
import { sshCommand } from "./machine-actions.ts";

/** Returns the menu's actions in a status: of pause and resume, the one that can be done. */
function offered(status: MachineStatus) {
  if (status === "suspended") return ["start", "boot", "discard"] as const;
  const hold = canDo("resume", status) ? "resume" : "pause";
  return [hold, "suspend", "restart", "kill"] as const satisfies readonly MachineAction[];
}

const firstItem = "[role=menuitem]:not([data-disabled])";

interface MachineMenuProps {
  readonly machine: MachineView;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** Whether an item leads to the machine's page; left out on that page. */
  readonly withDetails?: boolean;
  /** Asks for a copy's name; left out in windows without that dialog. */
  readonly onCopy?: () => void;
  /** Asks how to export the machine; left out in windows without that dialog. */
  readonly onExport?: () => void;
}

/**
 * The menu with all actions of a machine. Hundreds of rows hold one, so its content is made only
 * once it opens.
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
        // A key's click has a detail of 0: it counts presses of a pointer.
        setByKey(event.detail === 0);
        setMade(true);
        props.onOpen(true);
      }}
    >
      <Ellipsis size={16} aria-hidden="true" />
    </button>
  );
}

/** The opened menu. `byKey` tells whether a key opened it. */
function OpenedMenu(props: MachineMenuProps & { readonly byKey: boolean }) {
  const { ui } = useWords();
  const content = useFirstItemFocus(props.byKey);
  const trigger = useRef<HTMLButtonElement>(null);
  // A dialog gives the focus back to the element that had it before, which has to be the menu's
  // button: so the dialog opens once the menu is gone.
  const next = useRef<(() => void) | null>(null);
  const later = (ask: () => void) => () => {
    next.current = ask;
  };
  return (
    // Not modal: a modal menu would add styles that the page's security policy refuses.
    <DropdownMenu.Root modal={false} open={props.isOpen} onOpenChange={props.onOpen}>
      <DropdownMenu.Trigger
        ref={trigger}
        className="icon-button"
        aria-label={ui.actions.of(ui.actions.more, props.machine.name)}
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
          <ReachItems machine={props.machine} />
          <DropdownMenu.Separator className="menu-line" />
          <ActionItems machine={props.machine} />
          <DropdownMenu.Separator className="menu-line" />
          <CopyItems {...props} later={later} />
          <DeleteItem {...props} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Returns a ref for the menu's content, whose first item takes the focus if a key opened the menu. */
function useFirstItemFocus(byKey: boolean) {
  const content = useRef<HTMLDivElement>(null);
  // Radix does not know the key that was pressed before the menu existed, and focuses the content
  // as a whole in this frame. The next frame comes after that.
  useEffect(() => {
    if (!byKey) return;
    const frame = requestAnimationFrame(() =>
      content.current?.querySelector<HTMLElement>(firstItem)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [byKey]);
  return content;
}

/** Returns the name of an editor that works in machines; null without one, and until main has looked. */
function useEditor(): string | null {
  const [editor, setEditor] = useState<string | null>(null);
  useEffect(() => {
    void bridge.call("editor.find", undefined).then((found) => {
      if (found.ok) setEditor(found.value);
    });
  }, []);
  return editor;
}

/** The items that open a terminal, an editor and the console. */
function ReachItems({ machine }: { readonly machine: MachineView }) {
  const { ui } = useWords();
  const editor = useEditor();
  const { id, pid } = machine;
  return (
    <>
      <MenuItem
        disabled={pid === null}
        onSelect={() => void bridge.call("machine.terminal", { id })}
      >
        <SquareTerminal size={16} aria-hidden="true" />
        {ui.actions.terminal}
      </MenuItem>
      {editor !== null && (
        <MenuItem
          disabled={pid === null}
          onSelect={() => void bridge.call("machine.editor", { id })}
        >
          <SquareCode size={16} aria-hidden="true" />
          {ui.actions.openIn(editor)}
        </MenuItem>
      )}
      <MenuItem
        disabled={pid === null}
        onSelect={() =>
          void bridge.call("window.open", { page: "machines", machine: id, tab: "console" })
        }
      >
        <Monitor size={16} aria-hidden="true" />
        {ui.console.title}
      </MenuItem>
    </>
  );
}

/** The items for the actions that fit the machine's status. */
function ActionItems({ machine }: { readonly machine: MachineView }) {
  const { ui } = useWords();
  const { id, status } = machine;
  return offered(status).map((action) => (
    <MenuItem
      key={action}
      danger={action === "discard"}
      disabled={!canDo(action, status)}
      onSelect={() => void bridge.call(`machine.${action}`, { id })}
    >
      <ActionIcon action={action} />
      {ui.verbs[action]}
    </MenuItem>
  ));
}

interface LaterProps extends MachineMenuProps {
  /** Defers a question until the menu is gone. */
  readonly later: (ask: () => void) => () => void;
}

/** The items that copy texts or the machine itself, export it, and lead to its page. */
function CopyItems({ machine, onCopy, onExport, withDetails, later }: LaterProps) {
  const { ui } = useWords();
  const { id, status, address } = machine;
  const isSuspended = status === "suspended";
  const copy = (text: string) => void bridge.call("clipboard.write", { text });
  return (
    <>
      <MenuItem onSelect={() => copy(address)}>
        <Copy size={16} aria-hidden="true" />
        {ui.actions.copyAddress(address)}
      </MenuItem>
      <MenuItem onSelect={() => copy(sshCommand(machine))}>
        <ClipboardCopy size={16} aria-hidden="true" />
        {ui.actions.copySsh}
      </MenuItem>
      {onCopy !== undefined && (
        <MenuItem disabled={isAlive(status) || isSuspended} onSelect={later(onCopy)}>
          <CopyPlus size={16} aria-hidden="true" />
          {ui.machineSettings.copy}
        </MenuItem>
      )}
      {onExport !== undefined && (
        <MenuItem disabled={isSuspended} onSelect={later(onExport)}>
          <Download size={16} aria-hidden="true" />
          {ui.actions.exportDisk}
        </MenuItem>
      )}
      {onExport !== undefined && <MoveItems machine={machine} />}
      {withDetails === true && (
        <MenuItem
          onSelect={() => void bridge.call("window.open", { page: "machines", machine: id })}
        >
          <SquareArrowOutUpRight size={16} aria-hidden="true" />
          {ui.actions.details}
        </MenuItem>
      )}
    </>
  );
}

/** A machine that runs is moved while it runs. */
const movable: ReadonlySet<MachineView["status"]> = new Set(["stopped", "running", "paused"]);

/** The items that move the machine to another computer, one for each that was added. */
function MoveItems({ machine }: { readonly machine: MachineView }) {
  const { computers } = useWords();
  const { id, status } = machine;
  return useAppState().settings.computers.map(({ name }) => (
    <MenuItem
      key={name}
      disabled={!movable.has(status)}
      onSelect={() => void bridge.call("machine.move", { id, to: name, stopFirst: false })}
    >
      <MonitorUp size={16} aria-hidden="true" />
      {computers.moveTo(name)}
    </MenuItem>
  ));
}

/** The item that moves the machine to the trash, which can be undone; not in the popover. */
function DeleteItem({ machine, onCopy }: MachineMenuProps) {
  const { ui } = useWords();
  if (onCopy === undefined) return null;
  return (
    <>
      <DropdownMenu.Separator className="menu-line" />
      <MenuItem
        danger
        disabled={!canDo("delete", machine.status)}
        onSelect={() => void bridge.call("machine.delete", { id: machine.id })}
      >
        <ActionIcon action="delete" />
        {ui.actions.trash}
      </MenuItem>
    </>
  );
}
