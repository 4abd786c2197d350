import { Play } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { appError } from "../../../electron/contract/errors/app-error.ts";
import { type ConsoleKind, mostLogins } from "../../../electron/contract/machine/console.ts";
import type { MachineStatus } from "../../../electron/contract/machine/machine.ts";
import { canDo } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { Console } from "./Console.tsx";
import { AddLogin, LoginTabs } from "./LoginTabs.tsx";
import { addLogin, closeLogin, type LoginKey, noLogins, stepLogin } from "./logins.ts";

/** The machine of a console. */
interface ConsoleMachine {
  readonly id: string;
  readonly name: string;
  readonly status: MachineStatus;
  /** Its process, by which a restart is known; null if it does not run. */
  readonly pid: number | null;
}

/** A machine's screen, logins to it, or its serial line; a restarted machine gets new connections. */
export function ConsoleTab(props: { readonly machine: ConsoleMachine }) {
  const { machine } = props;
  const { ui } = useWords();
  const [kind, setKind] = useState<ConsoleKind>("screen");
  // A starting machine has a process before it has sockets.
  if (machine.pid === null || machine.status === "starting") {
    return (
      <div className="card empty">
        <p>{ui.console.notRunning}</p>
        <button
          type="button"
          className="button button-primary"
          disabled={!canDo("start", machine.status)}
          onClick={() => void bridge.call("machine.start", { id: machine.id })}
        >
          <Play size={16} aria-hidden="true" />
          {ui.verbs.start}
        </button>
      </div>
    );
  }
  return <Consoles key={machine.pid} machine={machine} kind={kind} onKind={setKind} />;
}

/** Returns the logins of a page, and what changes them. */
function useLogins(kind: ConsoleKind, onKind: (kind: ConsoleKind) => void) {
  const [logins, setLogins] = useState(
    () => (kind === "terminal" ? addLogin(noLogins) : null) ?? noLogins,
  );
  const [isRefused, setRefused] = useState(false);
  const add = () => {
    const more = addLogin(logins);
    setRefused(more === null);
    if (more !== null) setLogins(more);
  };
  const close = (number: number) => {
    const left = closeLogin(logins, number);
    setRefused(false);
    setLogins(left);
    if (left.numbers.length === 0) onKind("screen");
  };
  /** Returns false if the key is the guest's. */
  const press = (key: LoginKey): boolean => {
    if (key === "add") add();
    else if (key === "close") close(logins.shown);
    else if (logins.numbers.length < 2) return false;
    else setLogins(stepLogin(logins, key === "next" ? 1 : -1));
    return true;
  };
  const show = (shown: number) => setLogins({ ...logins, shown });
  return { logins, isRefused, accept: () => setRefused(false), add, close, press, show };
}

/** All that is connected to a running machine. Logins stay connected while something else is shown. */
function Consoles(props: {
  readonly machine: ConsoleMachine;
  readonly kind: ConsoleKind;
  readonly onKind: (kind: ConsoleKind) => void;
}) {
  const { machine, kind } = props;
  const { logins, isRefused, accept, add, close, press, show } = useLogins(kind, props.onKind);
  const [isWide, setWide] = useState(false);
  const choose = (chosen: ConsoleKind) => {
    if (chosen === "terminal" && logins.numbers.length === 0) add();
    props.onKind(chosen);
  };
  const common = { machine, onKind: choose, isWide, onWide: setWide };
  const tabs = (
    <>
      {logins.numbers.length > 1 && <LoginTabs logins={logins} onShow={show} onClose={close} />}
      {isRefused && (
        <Trouble
          level="info"
          about={appError("logins-too-many", { most: mostLogins })}
          onDismiss={accept}
        />
      )}
    </>
  );
  return (
    <>
      {kind !== "terminal" && <Connection key={kind} {...common} kind={kind} isShown />}
      {logins.numbers.map((number) => (
        <Connection
          key={number}
          {...common}
          kind="terminal"
          isShown={kind === "terminal" && number === logins.shown}
          onLoginKey={press}
          more={<AddLogin onAdd={add} />}
          below={tabs}
        />
      ))}
    </>
  );
}

/** A console that can be connected again. */
function Connection(props: Omit<ComponentProps<typeof Console>, "onReconnect">) {
  const [attempt, setAttempt] = useState(0);
  return <Console key={attempt} {...props} onReconnect={() => setAttempt(attempt + 1)} />;
}
