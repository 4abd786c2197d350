import { createConnection, type Socket } from "node:net";
import { createClient, type MessageBus } from "@homebridge/dbus-native";

/**
 * Whether a panel shows tray icons. Electron does not tell: without a host `new Tray()` succeeds
 * and nothing appears. Names by the StatusNotifierItem specification (freedesktop.org).
 */
const watcherName = "org.kde.StatusNotifierWatcher";
const watcherPath = "/StatusNotifierWatcher";

/** A watcher that owns its name but does not answer for this long (milliseconds) counts as none. */
const longestAnswer = 2000;

export interface TrayHostWatch {
  /** Whether there is a host; settles at once when there is no session bus. */
  readonly first: Promise<boolean>;
  close(): void;
}

/**
 * Finds the socket of a D-Bus address list such as `unix:path=/run/user/1000/bus,guid=…`; null
 * if it names none that can be connected to. Values are percent-encoded (D-Bus specification).
 */
export function busSocketPath(addresses: string): string | null {
  for (const address of addresses.split(";")) {
    const [transport, rest = ""] = address.split(/:(.*)/s);
    if (transport !== "unix") continue;
    for (const pair of rest.split(",")) {
      const [key, value = ""] = pair.split(/=(.*)/s);
      const name = unescapePercents(value);
      if (name !== null && key === "path") return name;
      // Linux's abstract sockets begin with a NUL (unix(7)).
      if (name !== null && key === "abstract") return `\0${name}`;
    }
  }
  return null;
}

function unescapePercents(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** The session bus's address: what the environment says, or the place where user buses are. */
export function sessionBusAddress(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const folder = env["XDG_RUNTIME_DIR"];
  return (
    env["DBUS_SESSION_BUS_ADDRESS"] ??
    (folder === undefined ? undefined : `unix:path=${folder}/bus`)
  );
}

/**
 * Follows whether a tray host is there, and calls back with each change after the first finding.
 * @param addresses DBUS_SESSION_BUS_ADDRESS, or undefined where there is no session bus
 */
export function watchTrayHost(
  addresses: string | undefined,
  changed: (isThere: boolean) => void,
): TrayHostWatch {
  const path = busSocketPath(addresses ?? "");
  if (path === null) return { first: Promise.resolve(false), close: () => {} };
  const socket = createConnection({ path });
  return { first: follow(socket, changed), close: () => socket.destroy() };
}

async function follow(socket: Socket, changed: (isThere: boolean) => void): Promise<boolean> {
  let isThere = false;
  let asked = 0;
  const lost = new Promise<false>((resolve) => {
    socket.once("close", () => resolve(false));
  });
  const bus = createClient({ stream: socket });
  // The connection passes on the socket's errors; the close that follows them says it all.
  bus.connection.on("error", () => socket.destroy());

  async function look(): Promise<boolean> {
    asked += 1;
    const mine = asked;
    const found = await Promise.race([hasHost(bus), lost]);
    // An answer that was overtaken by a later question is outdated.
    return mine === asked ? found : isThere;
  }
  async function lookAgain(): Promise<void> {
    const found = await look();
    if (found === isThere) return;
    isThere = found;
    changed(found);
  }

  const heard = () => void lookAgain();
  const busName = "org.freedesktop.DBus";
  bus.signals.on(bus.mangle("/org/freedesktop/DBus", busName, "NameOwnerChanged"), heard);
  bus.signals.on(bus.mangle(watcherPath, watcherName, "StatusNotifierHostRegistered"), heard);
  bus.signals.on(bus.mangle(watcherPath, watcherName, "StatusNotifierHostUnregistered"), heard);
  for (const rule of [
    `type='signal',sender='${busName}',member='NameOwnerChanged',arg0='${watcherName}'`,
    `type='signal',interface='${watcherName}',path='${watcherPath}'`,
  ]) {
    bus.addMatch(rule, () => {});
  }
  isThere = await look();
  return isThere;
}

/** Asks the watcher; every kind of failure means that no icon would be seen. */
function hasHost(bus: MessageBus): Promise<boolean> {
  return new Promise((resolve) => {
    // It keeps no program that has been answered otherwise, as by the end of the connection.
    const timer = setTimeout(() => resolve(false), longestAnswer).unref();
    const answer = (isThere: boolean) => {
      clearTimeout(timer);
      resolve(isThere);
    };
    bus.invokeDbus(
      { member: "NameHasOwner", signature: "s", body: [watcherName] },
      (error, isOwned) => {
        if (error !== null || isOwned !== true) return answer(false);
        bus.invokeDbus(
          {
            destination: watcherName,
            path: watcherPath,
            interface: "org.freedesktop.DBus.Properties",
            member: "Get",
            signature: "ss",
            body: [watcherName, "IsStatusNotifierHostRegistered"],
          },
          (failure, variant) => answer(failure === null && variantValue(variant) === true),
        );
      },
    );
  });
}

/** The library gives a variant as [[signature tree], [value]]. */
function variantValue(variant: unknown): unknown {
  if (!Array.isArray(variant)) return undefined;
  const [, values]: readonly unknown[] = variant;
  return Array.isArray(values) ? values[0] : undefined;
}
