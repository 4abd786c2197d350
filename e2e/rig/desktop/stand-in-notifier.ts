import { createConnection } from "node:net";
import { createClient, type MessageBus } from "@homebridge/dbus-native";
import type {} from "../../../electron/adapters/desktop/dbus-native.d.ts";
import { busSocketPath, dictionary } from "../../../electron/adapters/desktop/session-bus.ts";

/** A notification as requested. */
export interface SeenNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  /** The name of the program that it came from. */
  readonly app: string;
  /** The labels of its buttons, by their keys; that of a click beside them is not among them. */
  readonly buttons: ReadonlyMap<string, string>;
  readonly desktopEntry: unknown;
}

/** A desktop's notification service without a picture (Desktop Notifications Specification 1.2). */
export interface StandInNotifier {
  /** The notifications that were shown, oldest first. */
  readonly seen: readonly SeenNotification[];
  /** Clicks on a notification. */
  click(notification: SeenNotification): void;
  /** Presses of a button, by its label. */
  press(notification: SeenNotification, label: string): void;
  close(): void;
}

type NotifyWords = [
  app: string,
  replaces: number,
  icon: string,
  title: string,
  body: string,
  actions: readonly string[],
  hints: unknown,
  time: number,
];

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
    Notify(...[app, , , title, body, actions, hints]: NotifyWords): number {
      const id = seen.length + 1;
      const pairs = actions.flatMap((key, index) =>
        index % 2 === 0 && key !== "default" ? [[key, actions[index + 1] ?? ""] as const] : [],
      );
      const desktopEntry = dictionary(hints)["desktop-entry"];
      seen.push({ id, title, body, app, buttons: new Map(pairs), desktopEntry });
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
  const invoke = (id: number, key: string) =>
    bus.sendSignal(path, name, "ActionInvoked", "us", [id, key]);
  return {
    seen,
    click: ({ id }) => invoke(id, "default"),
    press({ id, buttons }, label) {
      const [key] = [...buttons].find(([, each]) => each === label) ?? [];
      if (key === undefined) throw new Error(`no button “${label}”`);
      invoke(id, key);
    },
    close: () => socket.destroy(),
  };
}
