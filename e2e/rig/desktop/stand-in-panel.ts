import { EventEmitter, once } from "node:events";
import { createConnection } from "node:net";
import { createClient, type MessageBus } from "@homebridge/dbus-native";
import type {} from "../../../electron/adapters/desktop/dbus-native.d.ts";
import { busSocketPath } from "../../../electron/adapters/desktop/session-bus.ts";

/**
 * A panel without a picture: it owns the tray's name on a bus, accepts icons, and sends the
 * messages that a real panel sends for its user (StatusNotifierItem, freedesktop.org, and
 * com.canonical.dbusmenu).
 */
export interface StandInPanel {
  /** Icons that were registered, oldest first, those of ended programs too. */
  icons(): readonly string[];
  /** Waits for an icon beyond the first `known`, and uses it from then on. */
  nextIcon(known?: number): Promise<void>;
  /** A left click; ends when the icon's program has answered. */
  click(): Promise<void>;
  /** The menu as it is exported now. */
  menu(): Promise<readonly PanelMenuItem[]>;
  /** Chooses the first item whose label has this beginning, below those of submenus that lead there. */
  choose(...labelBegins: readonly string[]): Promise<void>;
  property(name: string): Promise<unknown>;
  close(): void;
}

interface PanelMenuItem {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly kind: "separator" | "radio" | "checkmark" | "plain";
  readonly checked: boolean;
  /** The items of a submenu. */
  readonly items: readonly PanelMenuItem[];
}

const watcherName = "org.kde.StatusNotifierWatcher";
const watcherPath = "/StatusNotifierWatcher";
const itemInterface = "org.kde.StatusNotifierItem";
const menuInterface = "com.canonical.dbusmenu";

/** The time limit until a program's icon appears, in ms. */
const iconWaitMs = 90_000;

interface Icon {
  readonly owner: string;
  readonly path: string;
}

type Call = Parameters<MessageBus["invokeDbus"]>[0];

/** Sends a call over the bus; its error is thrown. */
type Send = (message: Call) => Promise<readonly unknown[]>;

/** Starts the panel on a bus; ends when the name is its own. */
export async function startStandInPanel(busAddress: string): Promise<StandInPanel> {
  const path = busSocketPath(busAddress);
  if (path === null) throw new Error(`no socket in ${busAddress}`);
  const socket = createConnection({ path });
  const bus = createClient({ stream: socket });
  const send: Send = (message) =>
    new Promise((resolve, reject) => {
      bus.invokeDbus(message, (error, ...values) => {
        if (error === null) resolve(values);
        else reject(new Error(`${message.member}: ${error.name}: ${String(error.message)}`));
      });
    });
  const arrivals = new EventEmitter();
  const icons = receiveIcons(bus, arrivals);
  await send({ member: "RequestName", signature: "su", body: [watcherName, 0] });

  let current: Icon | null = null;
  return {
    icons: () => icons.map(({ owner }) => owner),
    async nextIcon(known = 0) {
      const signal = AbortSignal.timeout(iconWaitMs);
      // Recorded at once, not at the next poll: start-up is measured by it.
      while (icons[known] === undefined) {
        await once(arrivals, "icon", { signal }).catch((error: unknown) => {
          throw new Error("waited in vain for an icon in the tray", { cause: error });
        });
      }
      current = icons[known] ?? null;
    },
    ...userOf(send, () => {
      if (current === null) throw new Error("no icon yet: await nextIcon()");
      return current;
    }),
    close: () => socket.destroy(),
  };
}

/** Exports the watcher to the bus; returns the list that icons are added to, each with an event. */
function receiveIcons(bus: MessageBus, arrivals: EventEmitter): readonly Icon[] {
  const icons: Icon[] = [];
  const register = (service: unknown, message: unknown): undefined => {
    const { sender } = message as { readonly sender: string };
    const text = String(service);
    icons.push(
      text.startsWith("/")
        ? { owner: sender, path: text }
        : { owner: text, path: "/StatusNotifierItem" },
    );
    arrivals.emit("icon");
  };
  const watcher = {
    RegisterStatusNotifierItem: register,
    IsStatusNotifierHostRegistered: true,
    ProtocolVersion: 0,
    RegisteredStatusNotifierItems: [],
  };
  bus.exportInterface(watcher, watcherPath, {
    name: watcherName,
    methods: { RegisterStatusNotifierItem: ["s", ""] },
    properties: {
      IsStatusNotifierHostRegistered: "b",
      ProtocolVersion: "i",
      RegisteredStatusNotifierItems: "as",
    },
  });
  return icons;
}

/** Returns what a panel's user does with an icon. */
function userOf(
  send: Send,
  icon: () => Icon,
): Pick<StandInPanel, "click" | "menu" | "choose" | "property"> {
  const property = async (name: string): Promise<unknown> => {
    const [variant] = await send({
      destination: icon().owner,
      path: icon().path,
      interface: "org.freedesktop.DBus.Properties",
      member: "Get",
      signature: "ss",
      body: [itemInterface, name],
    });
    return variantValue(variant);
  };
  const menuCall = async (message: Omit<Call, "destination" | "path" | "interface">) =>
    send({
      destination: icon().owner,
      path: String(await property("Menu")),
      interface: menuInterface,
      ...message,
    });

  async function menu(): Promise<readonly PanelMenuItem[]> {
    const [, layout] = await menuCall({
      member: "GetLayout",
      signature: "iias",
      body: [0, -1, []],
    });
    return readChildren(layout);
  }

  return {
    property,
    menu,
    async click() {
      await send({
        destination: icon().owner,
        path: icon().path,
        interface: itemInterface,
        member: "Activate",
        signature: "ii",
        body: [0, 0],
      });
    },
    async choose(...labelBegins) {
      let items = await menu();
      let item: PanelMenuItem | undefined;
      for (const labelBegin of labelBegins) {
        item = items.find(({ label }) => label.startsWith(labelBegin));
        if (item === undefined) throw new Error(`no menu item ${labelBegin}`);
        items = item.items;
      }
      if (item === undefined) throw new Error("no menu item was named");
      await menuCall({
        member: "Event",
        signature: "isvu",
        body: [item.id, "clicked", ["s", ""], 0],
      });
    },
  };
}

/** A layout is (id, properties, children as variants). */
function readChildren(layout: unknown): readonly PanelMenuItem[] {
  const [, , children] = layout as readonly [number, unknown, readonly unknown[]];
  return children.map((child) => readItem(variantValue(child)));
}

function readItem(layout: unknown): PanelMenuItem {
  const [id, pairs] = layout as readonly [number, readonly (readonly [string, unknown])[], unknown];
  const properties = new Map(pairs.map(([name, value]) => [name, variantValue(value)]));
  const toggle = properties.get("toggle-type");
  return {
    id,
    // An underscore marks a mnemonic; a doubled one is a literal underscore.
    label: String(properties.get("label") ?? "").replace(/_(.)/g, "$1"),
    enabled: properties.get("enabled") !== false,
    kind:
      properties.get("type") === "separator"
        ? "separator"
        : toggle === "radio"
          ? "radio"
          : toggle === "checkmark"
            ? "checkmark"
            : "plain",
    checked: properties.get("toggle-state") === 1,
    items: readChildren(layout),
  };
}

/** The library returns a variant as [[signature tree], [value]]. */
function variantValue(variant: unknown): unknown {
  const [, values] = variant as readonly [unknown, readonly unknown[]];
  return values[0];
}
