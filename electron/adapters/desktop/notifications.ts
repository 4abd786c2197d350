import { appId } from "./app-id.ts";
import { connectToBus } from "./bus-connection.ts";
import { busSocketPath } from "./session-bus.ts";

/** Names of the desktop's notification service (Desktop Notifications Specification 1.2). */
const service = "org.freedesktop.Notifications";
const servicePath = "/org/freedesktop/Notifications";
/** The key of the action that a click beside the buttons stands for. */
const defaultAction = "default";
/** Leaves it to the desktop how long a notification is shown. */
const desktopsTime = -1;

/** A button of a notification. */
export interface NotificationButton {
  readonly label: string;
  readonly pressed: () => void;
}

export interface DesktopNotification {
  readonly title: string;
  readonly body: string;
  /** The action of a click on the notification itself; desktops may show its label. */
  readonly click: NotificationButton;
  readonly buttons: readonly NotificationButton[];
}

/** The desktop's notifications. */
export interface DesktopNotifications {
  /** Shows one; without a service nothing is shown. */
  show(notification: DesktopNotification): Promise<void>;
}

/**
 * Talks to the desktop itself, because Electron gives notifications no buttons on Linux.
 * @param addresses DBUS_SESSION_BUS_ADDRESS, or undefined where there is no session bus
 * @param icon the path of the picture beside the words
 */
export function createDesktopNotifications(
  addresses: string | undefined,
  icon: string,
): DesktopNotifications {
  const path = busSocketPath(addresses ?? "");
  if (path === null) return { show: async () => {} };
  const { bus, follow } = connectToBus(path);
  /** The buttons of those that are shown, by the service's number and the action's key. */
  const shown = new Map<number, ReadonlyMap<string, () => void>>();
  const signal = (member: string) => ({
    ...{ name: service, path: servicePath, interface: service, member },
  });
  follow(signal("ActionInvoked"), ([id, key]) => {
    if (typeof id === "number" && typeof key === "string") shown.get(id)?.get(key)?.();
  });
  follow(signal("NotificationClosed"), ([id]) => {
    if (typeof id === "number") shown.delete(id);
  });

  function ask(member: string, signature?: string, body?: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve) => {
      bus.invokeDbus(
        {
          ...{ destination: service, path: servicePath, interface: service, member },
          ...(signature === undefined ? {} : { signature, body: body ?? [] }),
        },
        (error, value) => resolve(error === null ? value : null),
      );
    });
  }

  return {
    async show({ title, body, click, buttons }) {
      const abilities = await ask("GetCapabilities");
      // A service without buttons may refuse them, or show them as a dialog.
      const canAct = Array.isArray(abilities) && abilities.includes("actions");
      const keyed = [
        [defaultAction, click] as const,
        ...buttons.map((button, index) => [String(index), button] as const),
      ];
      const actions = canAct ? keyed.flatMap(([key, { label }]) => [key, label]) : [];
      const hints = [["desktop-entry", ["s", appId]]];
      const words = ["Virtray", 0, icon, title, body];
      const id = await ask("Notify", "susssasa{sv}i", [...words, actions, hints, desktopsTime]);
      if (typeof id !== "number") return;
      shown.set(id, new Map(keyed.map(([key, { pressed }]) => [key, pressed])));
    },
  };
}
