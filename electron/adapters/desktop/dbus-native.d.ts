import type { Duplex } from "node:stream";

/** Types that the package leaves out and we use. */
declare module "@homebridge/dbus-native" {
  interface BusCallMessage {
    readonly path?: string;
    readonly destination?: string;
    readonly interface?: string;
    readonly member: string;
    readonly signature?: string;
    readonly body?: readonly unknown[];
  }

  /** A message as it comes in. */
  interface BusMessage {
    readonly type: number;
    readonly serial: number;
    readonly sender?: string;
    readonly path?: string;
    readonly interface?: string;
    readonly member?: string;
    readonly body?: readonly unknown[];
  }

  interface BusError {
    readonly name: string;
    readonly message: unknown;
  }

  interface MessageBus {
    /** The connection's own name (`:1.42`), once the bus has greeted it. */
    readonly name?: string;
    readonly signals: {
      on(name: string, listener: (body: readonly unknown[]) => void): void;
    };
    mangle(path: string, interfaceName: string, member: string): string;
    invokeDbus(
      message: BusCallMessage,
      callback: (error: BusError | null, ...values: unknown[]) => void,
    ): void;
    sendError(message: BusMessage, errorName: string, text: string): void;
    sendSignal(
      path: string,
      interfaceName: string,
      name: string,
      signature: string,
      body: readonly unknown[],
    ): void;
    /** Answers a method by a function and the signature of what it gives; an Error is told as one. */
    setMethodCallHandler(
      path: string,
      interfaceName: string,
      member: string,
      handler: readonly [(...values: readonly unknown[]) => unknown, string],
    ): void;
    addMatch(rule: string, callback: (error: BusError | null) => void): void;
    exportInterface(
      implementation: object,
      path: string,
      description: {
        readonly name: string;
        /** Signatures: what goes in, what comes out. */
        readonly methods: Readonly<Record<string, readonly [string, string]>>;
        readonly properties: Readonly<Record<string, string>>;
      },
    ): void;
  }

  function createClient(options: { readonly stream: Duplex }): MessageBus;
}
