import {
  Camera,
  ClipboardPaste,
  Copy,
  ImageDown,
  Keyboard,
  type LucideIcon,
  Maximize2,
} from "lucide-react";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import type { ScreenView } from "./screen.ts";
import type { SerialView } from "./serial.ts";

/** A console of either kind. */
export type AnyView =
  | { readonly kind: "serial"; readonly view: SerialView }
  | { readonly kind: "screen"; readonly view: ScreenView };

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
        <>
          <Tool
            icon={Maximize2}
            label={words.sendSize}
            hint={words.sendSizeHint}
            isOn={isOpen}
            onClick={() => shown.view.sendSize()}
          />
          <Tool icon={Copy} label={words.copy} isOn onClick={() => void shown.view.copy()} />
        </>
      )}
      <Tool
        icon={ClipboardPaste}
        label={words.paste}
        hint={words.pasteHint}
        isOn={isOpen}
        onClick={paste}
      />
    </>
  );
}

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
  return (
    <>
      <Tool
        icon={Keyboard}
        label={words.ctrlAltDel}
        isOn={isOpen}
        onClick={() => view.ctrlAltDel()}
      />
      <Tool
        icon={Camera}
        label={words.copyPicture}
        isOn={isOpen}
        onClick={() => void keepPicture("clipboard")}
      />
      <Tool
        icon={ImageDown}
        label={words.savePicture}
        isOn={isOpen}
        onClick={() => void keepPicture("file")}
      />
    </>
  );
}

function Tool(props: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={props.label}
      title={props.hint ?? props.label}
      disabled={!props.isOn}
      onClick={props.onClick}
    >
      <props.icon size={16} aria-hidden="true" />
    </button>
  );
}
