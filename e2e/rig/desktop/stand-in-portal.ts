import { connectToBus } from "../../../electron/adapters/desktop/bus-connection.ts";
import type {} from "../../../electron/adapters/desktop/dbus-native.d.ts";
import { busSocketPath, dictionary } from "../../../electron/adapters/desktop/session-bus.ts";

/** A dialog of the desktop's that asks the user for consent. */
export interface SeenQuestion {
  /** The keys that are wished, in the portal's words. */
  readonly wished: unknown;
  /** The description of the keys that the user reads. */
  readonly description: unknown;
  /** Whether the program took it away before it was answered. */
  readonly isClosed: () => boolean;
  /** Gives these keys, or, with null, none. */
  answer(keys: string | null): void;
  /** Presses what was given. */
  press(): void;
}

/** A desktop's portal for shortcuts without a picture (xdg-desktop-portal, GlobalShortcuts version 1). */
export interface StandInPortal {
  /** The questions to the user, oldest first. */
  readonly questions: readonly SeenQuestion[];
  close(): void;
}

const name = "org.freedesktop.portal.Desktop";
const path = "/org/freedesktop/portal/desktop";
const shortcuts = "org.freedesktop.portal.GlobalShortcuts";
const request = "org.freedesktop.portal.Request";
/** The outcome of a request (its Response signal). */
const [granted, cancelled] = [0, 1];

/** Starts it on a bus; ends when the name is its own. */
export async function startStandInPortal(busAddress: string): Promise<StandInPortal> {
  const socketPath = busSocketPath(busAddress);
  if (socketPath === null) throw new Error(`no socket in ${busAddress}`);
  const { bus, socket } = connectToBus(socketPath);
  const questions: SeenQuestion[] = [];

  /** The path of an answer, by who asks and the token among the options. */
  const pathOf = (kind: string, message: unknown, options: unknown, option: string) => {
    const { sender } = message as { readonly sender: string };
    const token = String(dictionary(options)[option]);
    return `${path}/${kind}/${sender.slice(1).replaceAll(".", "_")}/${token}`;
  };
  const respond = (to: string, code: number, results: readonly unknown[]) =>
    bus.sendSignal(to, request, "Response", "ua{sv}", [code, results]);

  function ask(session: unknown, shortcut: unknown, to: string): void {
    const [id, facts] = shortcut as readonly [string, unknown];
    const { description, preferred_trigger: wished } = dictionary(facts);
    let isClosed = false;
    bus.setMethodCallHandler(to, request, "Close", [
      () => {
        isClosed = true;
      },
      "",
    ]);
    questions.push({
      ...{ wished, description },
      isClosed: () => isClosed,
      answer(keys) {
        if (keys === null) return respond(to, cancelled, []);
        const given = [["trigger_description", ["s", keys]]];
        respond(to, granted, [["shortcuts", ["a(sa{sv})", [[id, given]]]]]);
      },
      press: () => bus.sendSignal(path, shortcuts, "Activated", "osta{sv}", [session, id, 0, []]),
    });
  }

  bus.exportInterface(
    {
      version: 1,
      CreateSession(options: unknown, message: unknown) {
        const to = pathOf("request", message, options, "handle_token");
        const session = pathOf("session", message, options, "session_handle_token");
        // The answer to the call comes first.
        setImmediate(() => respond(to, granted, [["session_handle", ["s", session]]]));
        return to;
      },
      BindShortcuts(
        session: unknown,
        [shortcut]: readonly unknown[],
        _window: string,
        options: unknown,
        message: unknown,
      ) {
        const to = pathOf("request", message, options, "handle_token");
        ask(session, shortcut, to);
        return to;
      },
    },
    path,
    {
      name: shortcuts,
      methods: {
        CreateSession: ["a{sv}", "o"],
        BindShortcuts: ["oa(sa{sv})sa{sv}", "o"],
      },
      properties: { version: "u" },
    },
  );
  await new Promise<void>((resolve, reject) => {
    bus.invokeDbus({ member: "RequestName", signature: "su", body: [name, 4] }, (error, answer) =>
      answer === 1 ? resolve() : reject(new Error(`${name} is not ours: ${error?.name}`)),
    );
  });
  return { questions, close: () => socket.destroy() };
}
