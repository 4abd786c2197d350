import { Expand, Shrink } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { type ConsoleKind, consoleKinds } from "../../../electron/contract/machine/console.ts";
import { useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { type AnyView, ConsoleTools } from "./ConsoleTools.tsx";
import type { ConsoleStanding } from "./console-view.ts";
import type { LoginKey } from "./logins.ts";

/** Loads the code of a console's kind, which is large, when one is opened, and shows the console. */
async function show(
  kind: ConsoleKind,
  element: HTMLElement,
  id: string,
  stands: (standing: ConsoleStanding) => void,
  press: (key: LoginKey) => boolean,
): Promise<AnyView> {
  if (kind !== "screen") {
    const { showTerminal } = await import("./terminal.ts");
    return { kind, view: showTerminal(element, id, kind, stands, press) };
  }
  const { showScreen } = await import("./screen.ts");
  return { kind, view: showScreen(element, id, stands) };
}

/** Connects a console to an element of the page; returns both, and the state of the connection. */
function useConsole(
  kind: ConsoleKind,
  id: string,
  isShown: boolean,
  onLoginKey: ((key: LoginKey) => boolean) | undefined,
) {
  const holder = useRef<HTMLDivElement>(null);
  const [standing, setStanding] = useState<ConsoleStanding>("connecting");
  const [shown, setShown] = useState<AnyView | null>(null);
  const press = useEffectEvent((key: LoginKey) => onLoginKey?.(key) ?? false);
  useEffect(() => {
    let isOver = false;
    let made: AnyView | null = null;
    const element = holder.current;
    if (element === null) return;
    const stands = (now: ConsoleStanding) => !isOver && setStanding(now);
    void show(kind, element, id, stands, (key) => press(key)).then((any) => {
      made = any;
      if (isOver) return any.view.close();
      setShown(any);
    });
    return () => {
      isOver = true;
      made?.view.close();
    };
  }, [kind, id]);
  useEffect(() => {
    if (isShown) shown?.view.focus();
  }, [isShown, shown]);
  return { holder, standing, shown };
}

/** One connection to a running machine's console, from its first byte to its end. */
export function Console(props: {
  readonly machine: { readonly id: string; readonly name: string };
  readonly kind: ConsoleKind;
  /** A login stays connected while it is not shown. */
  readonly isShown: boolean;
  readonly onKind: (kind: ConsoleKind) => void;
  readonly isWide: boolean;
  readonly onWide: (isWide: boolean) => void;
  readonly onReconnect: () => void;
  /** Gets the keys that change the logins; returns false for one that is the guest's. */
  readonly onLoginKey?: (key: LoginKey) => boolean;
  /** Stands beside the kinds. */
  readonly more?: ReactNode;
  /** Stands below the bar. */
  readonly below?: ReactNode;
}) {
  const { machine, kind, isShown, isWide } = props;
  const { ui } = useWords();
  const { holder, standing, shown } = useConsole(kind, machine.id, isShown, props.onLoginKey);
  const isOpen = standing === "open";
  return (
    <section
      className={isWide && isShown ? "console console-wide" : "console"}
      aria-label={ui.console.title}
      hidden={!isShown}
    >
      <div className="console-bar">
        <fieldset className="segments">
          <legend className="unseen">{ui.console.kinds}</legend>
          {consoleKinds.map((each) => (
            <button
              key={each}
              type="button"
              className="segment"
              aria-pressed={each === kind}
              title={each === "terminal" ? ui.console.terminalHint : undefined}
              onClick={() => props.onKind(each)}
            >
              {ui.console[each]}
            </button>
          ))}
        </fieldset>
        {isShown && props.more}
        <span className="dim console-standing" role="status">
          {standing === "connecting" && ui.console.connecting}
          {/* Everybody else sees the screen. */}
          {isOpen && <span className="unseen">{ui.console.connected}</span>}
        </span>
        {/* The words take the room of the tools, which are of no use before. */}
        {standing !== "connecting" && (
          <ConsoleTools shown={shown} isOpen={isOpen} name={machine.name} />
        )}
        <button
          type="button"
          className="icon-button"
          aria-label={ui.console.fill}
          aria-pressed={isWide}
          title={ui.console.fill}
          onClick={() => {
            props.onWide(!isWide);
            shown?.view.focus();
          }}
        >
          {isWide ? (
            <Shrink size={16} aria-hidden="true" />
          ) : (
            <Expand size={16} aria-hidden="true" />
          )}
        </button>
      </div>
      {isShown && props.below}
      {typeof standing === "object" && (
        <Trouble level="error" about={standing} machine={machine.id} onRetry={props.onReconnect} />
      )}
      {standing === "ended" && (
        <div className="console-ended" role="status">
          {ui.console.ended}
          <button type="button" className="button" onClick={props.onReconnect}>
            {ui.console.reconnect}
          </button>
        </div>
      )}
      <div
        ref={holder}
        className={`console-holder console-${kind}`}
        data-testid={`console-${kind}`}
      />
    </section>
  );
}
