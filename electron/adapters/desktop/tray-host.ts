import type { MessageBus } from "@homebridge/dbus-native";
import { type BusConnection, connectToBus } from "./bus-connection.ts";
import { busSocketPath, variantValue } from "./session-bus.ts";
import type { XServer } from "./x-server.ts";

/**
 * Whether a panel shows tray icons. Electron does not tell: without a host `new Tray()` succeeds
 * and nothing appears. Names by the StatusNotifierItem specification (freedesktop.org).
 */
const watcherName = "org.kde.StatusNotifierWatcher";
const watcherPath = "/StatusNotifierWatcher";

/**
 * The time in milliseconds after which a watcher that owns its name but does not answer is ignored.
 */
const longestAnswer = 2000;

export interface TrayHostWatch {
  /** Whether there is a host; settles at once when there is no session bus. */
  readonly first: Promise<boolean>;
  close(): void;
}

/**
 * Follows whether a tray is there, and calls back with each change after the first finding.
 * @param addresses DBUS_SESSION_BUS_ADDRESS, or undefined where there is no session bus
 * @param server the X server that icons can be shown on, where panels may know the older way (XEmbed)
 */
export function watchTrayHost(
  addresses: string | undefined,
  server: Pick<XServer, "hasTray" | "watchTray"> | null,
  changed: (isThere: boolean) => void,
): TrayHostWatch {
  const path = busSocketPath(addresses ?? "");
  const connection = path === null ? null : connectToBus(path);
  const found = { bus: false, server: false };
  let told: boolean | null = null;
  const learn = (who: keyof typeof found, isThere: boolean) => {
    found[who] = isThere;
    const isAny = found.bus || found.server;
    // A change before the first finding is part of that.
    if (told === null || told === isAny) return;
    told = isAny;
    changed(isAny);
  };
  const lookAtServer = async () => learn("server", (await server?.hasTray()) === true);
  server?.watchTray(() => void lookAtServer());
  async function lookFirst(): Promise<boolean> {
    const lookAtBus = async () => {
      if (connection === null) return;
      learn("bus", await follow(connection, (isThere) => learn("bus", isThere)));
    };
    await Promise.all([lookAtBus(), lookAtServer()]);
    told = found.bus || found.server;
    return told;
  }
  return { first: lookFirst(), close: () => connection?.socket.destroy() };
}

async function follow(
  { bus, socket }: BusConnection,
  changed: (isThere: boolean) => void,
): Promise<boolean> {
  let isThere = false;
  let asked = 0;
  const lost = new Promise<false>((resolve) => {
    socket.once("close", () => resolve(false));
  });

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

/** Asks the watcher; every kind of failure means that an icon would not be visible. */
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
