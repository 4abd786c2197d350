import { createConnection } from "node:net";
import { createClient, type MessageBus } from "@homebridge/dbus-native";
import type {} from "../../../electron/adapters/desktop/dbus-native.d.ts";
import { busSocketPath } from "../../../electron/adapters/desktop/session-bus.ts";

/** A notification as requested. */
export interface SeenNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

/** A desktop's notification service without a picture (Desktop Notifications Specification 1.2). */
export interface StandInNotifier {
  /** The notifications that were shown, oldest first. */
  readonly seen: readonly SeenNotification[];
  /** Clicks on a notification. */
  click(notification: SeenNotification): void;
  close(): void;
}

const name = "org.freedesktop.Notifications";
const path = "/org/freedesktop/Notifications";

/** Starts it on a bus; ends when the name is its own. */
export async function startStandInNotifier(busAddress: string): Promise<StandInNotifier> {
  const socketPath = busSocketPath(busAddress);
  if (socketPath === null) throw new Error(`no socket in ${busAddress}`);
  const socket = createConnection({ path: socketPath });
  const bus: MessageBus = createClient({ stream: socket });
  const seen: SeenNotification[] = [];
  const service = {
    Notify(_app: string, _replaces: number, _icon: string, title: string, body: string): number {
      const id = seen.length + 1;
      seen.push({ id, title, body });
      return id;
    },
    GetCapabilities: () => ["body", "actions"],
    GetServerInformation: () => ["stand-in", "none", "1", "1.2"],
    CloseNotification: () => undefined,
  };
  bus.exportInterface(service, path, {
    name,
    methods: {
      Notify: ["susssasa{sv}i", "u"],
      GetCapabilities: ["", "as"],
      GetServerInformation: ["", "ssss"],
      CloseNotification: ["u", ""],
    },
    properties: {},
  });
  await new Promise<void>((resolve, reject) => {
    bus.invokeDbus(
      {
        destination: "org.freedesktop.DBus",
        path: "/org/freedesktop/DBus",
        interface: "org.freedesktop.DBus",
        member: "RequestName",
        signature: "su",
        body: [name, 0],
      },
      (error) => (error === null ? resolve() : reject(new Error(error.name))),
    );
  });
  return {
    seen,
    click: ({ id }) => bus.sendSignal(path, name, "ActionInvoked", "us", [id, "default"]),
    close: () => socket.destroy(),
  };
}
