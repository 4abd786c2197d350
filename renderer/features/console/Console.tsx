import {
  Camera,
  ClipboardPaste,
  Copy,
  ImageDown,
  Keyboard,
  type LucideIcon,
  Maximize2,
} from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type ConsoleKind, consoleKinds } from "../../../electron/contract/machine/console.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import type { ConsoleStanding } from "./console-view.ts";
import type { ScreenView } from "./screen.ts";
import type { SerialView } from "./serial.ts";

type AnyView =
  | { readonly kind: "serial"; readonly view: SerialView }
  | { readonly kind: "screen"; readonly view: ScreenView };

/** What shows a console is large, and is read only when somebody looks at one. */
async function show(
  kind: ConsoleKind,
  element: HTMLElement,
  id: string,
  stands: (standing: ConsoleStanding) => void,
): Promise<AnyView> {
  if (kind === "serial") {
    const { showSerial } = await import("./serial.ts");
    return { kind, view: showSerial(element, id, stands) };
  }
  const { showScreen } = await import("./screen.ts");
  return { kind, view: showScreen(element, id, stands) };
}

/** One connection to a running machine's console, from its first byte to its end. */
export function Console(props: {
  readonly machine: MachineView;
  readonly kind: ConsoleKind;
  readonly onKind: (kind: ConsoleKind) => void;
  readonly onReconnect: () => void;
}) {
  const { machine, kind } = props;
  const { ui } = useWords();
  const place = useRef<HTMLDivElement>(null);
  const [standing, setStanding] = useState<ConsoleStanding>("connecting");
  const [shown, setShown] = useState<AnyView | null>(null);

  useEffect(() => {
    let isOver = false;
    let made: AnyView | null = null;
    const element = place.current;
    if (element === null) return;
    const stands = (now: ConsoleStanding) => !isOver && setStanding(now);
    void show(kind, element, machine.id, stands).then((any) => {
      made = any;
      if (isOver) return any.view.close();
      setShown(any);
      any.view.focus();
    });
    return () => {
      isOver = true;
      made?.view.close();
    };
  }, [kind, machine.id]);

  const isOpen = standing === "open";
  const paste = () =>
    void bridge.call("clipboard.read", undefined).then((text) => {
      if (!text.ok) return;
      shown?.view.paste(text.value);
      shown?.view.focus();
    });
  const keepPicture = async (view: ScreenView, to: "file" | "clipboard") => {
    const png = await view.picture();
    if (png !== null) await bridge.call("console.picture", { name: machine.name, png, to });
  };
  return (
    <section className="console" aria-label={ui.console.title}>
      <div className="console-bar">
        <fieldset className="segments">
          <legend className="unseen">{ui.console.kinds}</legend>
          {consoleKinds.toReversed().map((each) => (
            <button
              key={each}
              type="button"
              className="segment"
              aria-pressed={each === kind}
              onClick={() => props.onKind(each)}
            >
              {ui.console[each]}
            </button>
          ))}
        </fieldset>
        <span className="dim console-standing" role="status">
          {isOpen ? ui.console.connected : standing === "connecting" ? ui.console.connecting : null}
        </span>
        {shown?.kind === "screen" && (
          <>
            <Tool
              icon={Keyboard}
              label={ui.console.ctrlAltDel}
              isOn={isOpen}
              onClick={() => shown.view.ctrlAltDel()}
            />
            <Tool
              icon={Camera}
              label={ui.console.copyPicture}
              isOn={isOpen}
              onClick={() => void keepPicture(shown.view, "clipboard")}
            />
            <Tool
              icon={ImageDown}
              label={ui.console.savePicture}
              isOn={isOpen}
              onClick={() => void keepPicture(shown.view, "file")}
            />
          </>
        )}
        {shown?.kind === "serial" && (
          <>
            <Tool
              icon={Maximize2}
              label={ui.console.sendSize}
              hint={ui.console.sendSizeHint}
              isOn={isOpen}
              onClick={() => shown.view.sendSize()}
            />
            <Tool icon={Copy} label={ui.console.copy} isOn onClick={() => void shown.view.copy()} />
          </>
        )}
        <Tool
          icon={ClipboardPaste}
          label={ui.console.paste}
          hint={ui.console.pasteHint}
          isOn={isOpen}
          onClick={paste}
        />
      </div>
      {typeof standing === "object" && <Note level="error" about={standing} />}
      {(standing === "ended" || typeof standing === "object") && (
        <div className="console-ended" role="status">
          {standing === "ended" && ui.console.ended}
          <button type="button" className="button" onClick={props.onReconnect}>
            {ui.console.reconnect}
          </button>
        </div>
      )}
      <div
        ref={place}
        className={`console-place console-${kind}`}
        data-testid={`console-${kind}`}
      />
    </section>
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
