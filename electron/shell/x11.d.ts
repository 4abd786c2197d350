/** What we use of the package, which has no types. */
declare module "x11" {
  interface Display {
    readonly screen: readonly { readonly root: number }[];
    readonly client: {
      on(event: "error" | "end", listener: () => void): void;
      on(
        event: "event",
        listener: (event: { readonly name: string; readonly wid: number }) => void,
      ): void;
      ChangeWindowAttributes(window: number, values: { readonly eventMask: number }): void;
      GetGeometry(
        window: number,
        answer: (error: unknown, found?: { readonly width: number }) => void,
      ): void;
      terminate(): void;
      GrabKey(
        window: number,
        ownerEvents: boolean,
        modifiers: number,
        key: number,
        pointerMode: number,
        keyboardMode: number,
      ): void;
      QueryPointer(
        window: number,
        answer: (
          error: unknown,
          found?: { readonly rootX: number; readonly rootY: number; readonly keyMask: number },
        ) => void,
      ): void;
    };
  }

  function createClient(
    options: { readonly display: string },
    ready: (error: unknown, display: Display) => void,
  ): void;
}
