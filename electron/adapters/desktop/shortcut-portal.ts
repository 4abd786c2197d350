import type { MessageBus } from "@homebridge/dbus-native";
import type { ShortcutState } from "../../contract/app/shortcut.ts";
import { givenKeys, portalTrigger } from "../../core/app/portal-trigger.ts";
import { appId } from "./app-id.ts";
import { type BusConnection, connectToBus } from "./bus-connection.ts";
import { busSocketPath, dictionary } from "./session-bus.ts";

/** Names of the desktop's portal (xdg-desktop-portal). */
const portal = "org.freedesktop.portal.Desktop";
const portalPath = "/org/freedesktop/portal/desktop";
const shortcuts = "org.freedesktop.portal.GlobalShortcuts";
const request = "org.freedesktop.portal.Request";
const registry = "org.freedesktop.host.portal.Registry";

const shortcutId = "popover";
const granted = 0;

/** One combination, asked of the desktop's portal. */
export interface ShortcutPortal {
  /** Tells whether there is such a portal, without the user being asked: `not-set-up` if so. */
  look(): Promise<ShortcutState>;
  /**
   * Asks for a combination, which may show a dialog of the desktop; resolves with the outcome. The
   * desktop remembers its choice, and may give other keys.
   */
  bind(keys: string): Promise<ShortcutState>;
  /** Gives the combination back, and takes the desktop's dialog away if it still waits. */
  close(): void;
}

/**
 * Asks on a connection of its own, because the keys are the app's for as long as that lasts.
 * @param addresses DBUS_SESSION_BUS_ADDRESS, or undefined where there is no session bus
 * @param description what the keys do, in the user's language: the desktop's dialog shows it
 * @param pressed called each time they are pressed
 */
export function createShortcutPortal(
  addresses: string | undefined,
  description: string,
  pressed: () => void,
): ShortcutPortal {
  const path = busSocketPath(addresses ?? "");
  const missing: ShortcutState = { standing: "portal-missing" };
  if (path === null) return { look: async () => missing, bind: async () => missing, close() {} };
  const connection = connectToBus(path);
  const { bus, socket } = connection;
  const lost = new Promise<null>((resolve) => {
    socket.once("close", () => resolve(null));
  });
  const call = createCaller(bus);
  /** The path of the question that the user has not answered yet. */
  let asked: string | null = null;
  const ask = createAsker(connection, call, (path) => {
    asked = path;
  });

  async function look(): Promise<ShortcutState> {
    // Older portals lack it, and take the name from how the app was started.
    await call(registry, "Register", "sa{sv}", [appId, []]);
    const [version] = (await call(properties, "Get", "ss", [shortcuts, "version"])) ?? [];
    return version === undefined ? missing : { standing: "not-set-up" };
  }

  async function bind(keys: string): Promise<ShortcutState> {
    const found = await look();
    if (found.standing !== "not-set-up") return found;
    const session = await ask("CreateSession", "a{sv}", (token) => [
      [token, ["session_handle_token", ["s", "virtray"]]],
    ]);
    const handle = session?.["session_handle"];
    if (typeof handle !== "string") return { standing: "declined" };
    const activated = { path: portalPath, interface: shortcuts, member: "Activated" };
    connection.follow({ name: portal, ...activated }, ([from, id]) => {
      if (from === handle && id === shortcutId) pressed();
    });
    const request = [
      ["description", ["s", description]],
      ["preferred_trigger", ["s", portalTrigger(keys)]],
    ];
    const bound = await ask("BindShortcuts", "oa(sa{sv})sa{sv}", (token) => [
      handle,
      [[shortcutId, request]],
      "",
      [token],
    ]);
    const trigger = givenTrigger(bound?.["shortcuts"]);
    return trigger === null ? { standing: "declined" } : { standing: "held", trigger };
  }

  const unlessLost = async (state: Promise<ShortcutState>) =>
    (await Promise.race([state, lost])) ?? missing;
  return {
    look: () => unlessLost(look()),
    bind: (keys) => unlessLost(bind(keys)),
    close() {
      if (asked === null) return void socket.destroy();
      bus.invokeDbus(
        { destination: portal, path: asked, interface: request, member: "Close" },
        () => {},
      );
      asked = null;
      // Messages that were written before still go out.
      socket.end();
    },
  };
}

const properties = "org.freedesktop.DBus.Properties";

type Caller = (
  interfaceName: string,
  member: string,
  signature: string,
  body: readonly unknown[],
) => Promise<readonly unknown[] | null>;

/** Calls methods of the portal; null if it refuses, or does not know them. */
function createCaller(bus: MessageBus): Caller {
  return (interfaceName, member, signature, body) =>
    new Promise((resolve) => {
      bus.invokeDbus(
        {
          ...{ destination: portal, path: portalPath, interface: interfaceName },
          ...{ member, signature, body },
        },
        (error, ...values) => resolve(error === null ? values : null),
      );
    });
}

type Asker = (
  member: string,
  signature: string,
  /** Gets the option that names the answer. */
  body: (token: readonly unknown[]) => readonly unknown[],
) => Promise<Readonly<Record<string, unknown>> | null>;

/**
 * Calls methods whose answer comes as a signal, when the user has decided; null: refused.
 * @param asks gets the path of each question, and null once it is answered
 */
function createAsker(
  { bus, follow }: BusConnection,
  call: Caller,
  asks: (path: string | null) => void,
): Asker {
  return async (member, signature, body) => {
    const token = `virtray_${member}`;
    const sender = (bus.name ?? "").slice(1).replaceAll(".", "_");
    const path = `${portalPath}/request/${sender}/${token}`;
    const answer = new Promise<Readonly<Record<string, unknown>> | null>((resolve) => {
      const response = { path, interface: request, member: "Response" };
      follow({ name: portal, ...response }, ([code, results]) => {
        asks(null);
        resolve(code === granted ? dictionary(results) : null);
      });
    });
    asks(path);
    const accepted = await call(shortcuts, member, signature, body(["handle_token", ["s", token]]));
    if (accepted !== null) return answer;
    asks(null);
    return null;
  };
}

/**
 * Returns the keys of an answer's only shortcut, as the desktop writes them; null if none were
 * given.
 */
function givenTrigger(answer: unknown): string | null {
  const list: readonly unknown[] = Array.isArray(answer) ? answer : [];
  for (const each of list) {
    const [id, facts]: readonly unknown[] = Array.isArray(each) ? each : [];
    const trigger = dictionary(facts)["trigger_description"];
    if (id === shortcutId) return typeof trigger === "string" ? givenKeys(trigger) : "";
  }
  return null;
}
