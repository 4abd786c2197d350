import { createConnection, type Socket } from "node:net";
import { type BusMessage, createClient, type MessageBus } from "@homebridge/dbus-native";

/** The bus itself, whose name no other program can use (D-Bus specification). */
const daemon = "org.freedesktop.DBus";
const daemonPath = "/org/freedesktop/DBus";
/** Numbers of the kinds of messages (D-Bus specification). */
const methodCall = 1;
const signal = 4;

/** A connection to a bus on which other programs may send anything. */
export interface BusConnection {
  readonly bus: MessageBus;
  readonly socket: Socket;
  /**
   * Calls back with the values of a signal if the owner of a name sends it, and ignores other
   * senders.
   */
  follow(source: SignalSource, heard: (values: readonly unknown[]) => void): void;
}

/** A signal, and the well-known name that it is to come from. */
export interface SignalSource {
  readonly name: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
}

/**
 * Connects to a bus. Messages at which the library would throw are answered with an error or
 * ignored: values of a kind that it cannot read, and calls and signals without the expected values.
 * @param path the bus's socket; a connection that fails is closed
 */
export function connectToBus(path: string): BusConnection {
  const socket = createConnection({ path });
  const bus = createClient({ stream: socket });
  bus.connection.on("error", () => socket.destroy());
  // From here on the library reads messages in such a listener, which throws at what it cannot read.
  bus.connection.once("connect", () => {
    const listen = socket.on.bind(socket);
    socket.on = ((event: string, listener: (...values: unknown[]) => void) =>
      listen(event, event === "readable" ? untilItReads(listener) : listener)) as typeof socket.on;
  });

  const owners = new Map<string, string>();
  const expected = new Map<string, string>();
  const [handle] = bus.connection.listeners("message");
  bus.connection.removeAllListeners("message");
  bus.connection.on("message", (received: BusMessage) => {
    const message = { ...received, body: received.body ?? [] };
    // In a turn of its own, so that an error of our listeners does not pass for an unreadable
    // message.
    queueMicrotask(() => {
      if (message.type === signal && !isExpected(message)) return;
      try {
        handle?.(message);
      } catch (error) {
        if (message.type !== methodCall) throw error;
        bus.sendError(message, `${daemon}.Error.InvalidArgs`, "the call is not understood");
      }
    });
  });

  function isExpected(message: BusMessage): boolean {
    const { path = "", interface: face = "", member = "", sender } = message;
    const name = expected.get(bus.mangle(path, face, member));
    return name === undefined || (sender !== undefined && owners.get(name) === sender);
  }

  /** Follows the owner of a name; signals of a name without an owner are ignored. */
  function followOwner(name: string): void {
    owners.set(name, "");
    const learn = (owner: unknown) => owners.set(name, typeof owner === "string" ? owner : "");
    bus.addMatch(
      `type='signal',sender='${daemon}',member='NameOwnerChanged',arg0='${name}'`,
      () => {},
    );
    bus.signals.on(bus.mangle(daemonPath, daemon, "NameOwnerChanged"), ([changed, , owner]) => {
      if (changed === name) learn(owner);
    });
    bus.invokeDbus({ member: "GetNameOwner", signature: "s", body: [name] }, (error, owner) => {
      if (error === null) learn(owner);
    });
  }

  owners.set(daemon, daemon);
  expected.set(bus.mangle(daemonPath, daemon, "NameOwnerChanged"), daemon);
  return {
    bus,
    socket,
    follow(source, heard) {
      if (!owners.has(source.name)) followOwner(source.name);
      const key = bus.mangle(source.path, source.interface, source.member);
      expected.set(key, source.name);
      bus.signals.on(key, heard);
      const { name, path: object, interface: face, member } = source;
      bus.addMatch(
        `type='signal',sender='${name}',path='${object}',interface='${face}',member='${member}'`,
        () => {},
      );
    },
  };
}

/** Goes on with the next message where one could not be read; each try takes one from the stream. */
function untilItReads(listener: () => void): (this: unknown) => void {
  return function read(this: unknown) {
    for (;;) {
      try {
        listener.call(this);
        return;
      } catch {
        // The message's sender is unknown, so it is not answered.
      }
    }
  };
}
