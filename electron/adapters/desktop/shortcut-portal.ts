import type { MessageBus } from "@homebridge/dbus-native";
import type { ShortcutState } from "../../contract/app/shortcut.ts";
import { givenKeys, portalTrigger } from "../../core/app/portal-trigger.ts";
import { type BusConnection, connectToBus } from "./bus-connection.ts";
import { busSocketPath, dictionary } from "./session-bus.ts";

/** Names of the desktop's portal (xdg-desktop-portal). */
const portal = "org.freedesktop.portal.Desktop";
const portalPath = "/org/freedesktop/portal/desktop";
const shortcuts = "org.freedesktop.portal.GlobalShortcuts";
const request = "org.freedesktop.portal.Request";
const registry = "org.freedesktop.host.portal.Registry";

/** By this the desktop knows whose keys they are: the name of the app's desktop file. */
const appId = "io.github.virtray.Virtray";
const shortcutId = "popover";
const granted = 0;

/** One combination, asked of the desktop's portal. */
export interface ShortcutPortal {
  /**
   * Asks for a combination, which may show the user a dialog of the desktop; ends with what came of
   * it. The desktop remembers what it gave before, and may give other keys than were wished.
   */
  bind(keys: string): Promise<ShortcutState>;
  /** Gives the combination back. */
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
  if (path === null) return { bind: async () => ({ standing: "portal-missing" }), close: () => {} };
  const connection = connectToBus(path);
  const { bus, socket } = connection;
  const lost = new Promise<null>((resolve) => {
    socket.once("close", () => resolve(null));
  });
  const call = createCaller(bus);

  async function bind(keys: string): Promise<ShortcutState> {
    // Older portals lack it, and take the name from how the app was started.
    await call(registry, "Register", "sa{sv}", [appId, []]);
    const [version] = (await call(properties, "Get", "ss", [shortcuts, "version"])) ?? [];
    if (version === undefined) return { standing: "portal-missing" };
    const session = await ask(connection, call, "CreateSession", "a{sv}", (token) => [
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
    const bound = await ask(connection, call, "BindShortcuts", "oa(sa{sv})sa{sv}", (token) => [
      handle,
      [[shortcutId, request]],
      "",
      [token],
    ]);
    const trigger = givenTrigger(bound?.["shortcuts"]);
    return trigger === null ? { standing: "declined" } : { standing: "held", trigger };
  }

  return {
    bind: async (keys) =>
      (await Promise.race([bind(keys), lost])) ?? { standing: "portal-missing" },
    close: () => socket.destroy(),
  };
}

const properties = "org.freedesktop.DBus.Properties";

type Caller = (
  interfaceName: string,
  member: string,
  signature: string,
  body: readonly unknown[],
) => Promise<readonly unknown[] | null>;

/** Calls methods of the portal; null: it refuses, or does not know them. */
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

/**
 * Calls a method whose answer comes as a signal, when the user has decided; null: refused.
 * @param body gets the option that names the answer
 */
async function ask(
  { bus, follow }: BusConnection,
  call: Caller,
  member: string,
  signature: string,
  body: (token: readonly unknown[]) => readonly unknown[],
): Promise<Readonly<Record<string, unknown>> | null> {
  const token = `virtray_${member}`;
  const sender = (bus.name ?? "").slice(1).replaceAll(".", "_");
  const answerPath = `${portalPath}/request/${sender}/${token}`;
  const answer = new Promise<Readonly<Record<string, unknown>> | null>((resolve) => {
    const response = { path: answerPath, interface: request, member: "Response" };
    follow({ name: portal, ...response }, ([code, results]) =>
      resolve(code === granted ? dictionary(results) : null),
    );
  });
  const accepted = await call(shortcuts, member, signature, body(["handle_token", ["s", token]]));
  return accepted === null ? null : answer;
}

/** The keys of an answer's only shortcut, as the desktop writes them; null if none were given. */
function givenTrigger(answer: unknown): string | null {
  const list: readonly unknown[] = Array.isArray(answer) ? answer : [];
  for (const each of list) {
    const [id, facts]: readonly unknown[] = Array.isArray(each) ? each : [];
    const trigger = dictionary(facts)["trigger_description"];
    if (id === shortcutId) return typeof trigger === "string" ? givenKeys(trigger) : "";
  }
  return null;
}
