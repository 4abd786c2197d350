import type { Duplex } from "node:stream";

/** What the package's own types leave out and we use. */
declare module "@homebridge/dbus-native" {
  interface BusCallMessage {
    readonly path?: string;
    readonly destination?: string;
    readonly interface?: string;
    readonly member: string;
    readonly signature?: string;
    readonly body?: readonly unknown[];
  }

  interface BusError {
    readonly name: string;
    readonly message: unknown;
  }

  interface MessageBus {
    readonly signals: {
      on(name: string, listener: (body: readonly unknown[]) => void): void;
    };
    readonly name: string | undefined;
    mangle(path: string, interfaceName: string, member: string): string;
    invokeDbus(
      message: BusCallMessage,
      callback: (error: BusError | null, ...values: unknown[]) => void,
    ): void;
    addMatch(rule: string, callback: (error: BusError | null) => void): void;
    requestName(
      name: string,
      flags: number,
      callback: (error: BusError | null, answer: number) => void,
    ): void;
    releaseName(name: string, callback: (error: BusError | null) => void): void;
    sendSignal(
      path: string,
      interfaceName: string,
      name: string,
      signature: string,
      body: readonly unknown[],
    ): void;
    setMethodCallHandler(
      path: string,
      interfaceName: string,
      member: string,
      handler: readonly [(...values: readonly unknown[]) => unknown, string],
    ): void;
  }

  function createClient(options: { readonly stream: Duplex }): MessageBus;
}
