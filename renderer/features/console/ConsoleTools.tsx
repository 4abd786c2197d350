import { Camera, ChevronDown, ClipboardPaste, Copy, Keyboard, Maximize2 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import type { ScreenView } from "./screen.ts";
import type { TerminalView } from "./terminal.ts";

/** A console of any kind. */
export type AnyView =
  | { readonly kind: "serial" | "terminal"; readonly view: TerminalView }
  | { readonly kind: "screen"; readonly view: ScreenView };

/** The function keys by which guests switch between their terminals. */
const terminals = [1, 2, 3, 7] as const;

/** The buttons above a console. */
export function ConsoleTools(props: {
  /** Null until the console's code was loaded. */
  readonly shown: AnyView | null;
  readonly isOpen: boolean;
  /** The machine's name, for the names of pictures. */
  readonly name: string;
}) {
  const { shown, isOpen, name } = props;
  const { console: words } = useWords().ui;
  const paste = () =>
    void bridge.call("clipboard.read", undefined).then((text) => {
      if (!text.ok) return;
      shown?.view.paste(text.value);
      shown?.view.focus();
    });
  return (
    <>
      {shown?.kind === "screen" && <ScreenTools view={shown.view} isOpen={isOpen} name={name} />}
      {shown?.kind === "serial" && (
        <Tool hint={words.sendSizeHint} isOn={isOpen} onClick={() => shown.view.sendSize()}>
          <Maximize2 size={14} aria-hidden="true" />
          <span className="spare-word">{words.sendSize}</span>
        </Tool>
      )}
      {shown !== null && shown.kind !== "screen" && (
        <Tool hint={words.copy} isOn onClick={() => void shown.view.copy()}>
          <Copy size={14} aria-hidden="true" />
          <span className="spare-word">{words.copy}</span>
        </Tool>
      )}
      <Tool hint={words.pasteHint} isOn={isOpen} onClick={paste}>
        <ClipboardPaste size={14} aria-hidden="true" />
        <span className="spare-word">{words.paste}</span>
      </Tool>
    </>
  );
}

/** The menus of a screen: keys that the desktop would keep for itself, and pictures. */
function ScreenTools(props: {
  readonly view: ScreenView;
  readonly isOpen: boolean;
  readonly name: string;
}) {
  const { view, isOpen, name } = props;
  const { console: words } = useWords().ui;
  const keepPicture = async (to: "file" | "clipboard") => {
    const png = await view.picture();
    if (png !== null) await bridge.call("console.picture", { name, png, to });
  };
  const menu = { isOn: isOpen, onClosed: () => view.focus() };
  return (
    <>
      <Menu
        {...menu}
        label={words.keys}
        icon={<Keyboard size={14} aria-hidden="true" />}
        items={[
          [words.ctrlAlt(words.del), () => view.ctrlAltDel()],
          ...terminals.map(
            (number) => [words.ctrlAlt(`F${number}`), () => view.ctrlAltF(number)] as const,
          ),
        ]}
      />
      <Menu
        {...menu}
        label={words.screenshot}
        icon={<Camera size={14} aria-hidden="true" />}
        items={[
          [words.copyPicture, () => void keepPicture("clipboard")],
          [words.savePicture, () => void keepPicture("file")],
        ]}
      />
    </>
  );
}

/** A button whose menu does one of several things; the console has the focus afterwards. */
function Menu(props: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly isOn: boolean;
  readonly items: readonly (readonly [label: string, act: () => void])[];
  readonly onClosed: () => void;
}) {
  return (
    // Not modal: a modal menu would add styles that the page's security policy refuses.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="button button-small"
        title={props.label}
        disabled={!props.isOn}
      >
        {props.icon}
        <span className="spare-word">{props.label}</span>
        <ChevronDown size={13} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            props.onClosed();
          }}
        >
          {props.items.map(([label, act]) => (
            <DropdownMenu.Item key={label} className="menu-item" onSelect={act}>
              {label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Tool(props: {
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="button button-small"
      title={props.hint}
      disabled={!props.isOn}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
