/** The part of the package that we use; it has no types. */
declare module "x11" {
  /** The events that the code asks for, beside a request for a selection. */
  type KnownEvent =
    | "ButtonPress"
    | "PropertyNotify"
    | "ClientMessage"
    | "DestroyNotify"
    | "MapNotify"
    | "MapRequest"
    | "SelectionClear";

  /** Asks a selection's owner for its content; beside the name there are the server's numbers. */
  interface SelectionRequest {
    readonly name: "SelectionRequest";
    readonly time: number;
    readonly owner: number;
    readonly requestor: number;
    readonly selection: number;
    readonly target: number;
    readonly property: number;
  }

  interface Display {
    readonly screen: readonly {
      readonly root: number;
      /** The visuals of each depth (bits), by their numbers. */
      readonly depths: Readonly<
        Record<number, Readonly<Record<string, { readonly class: number }>>>
      >;
    }[];
    readonly client: {
      on(event: "error" | "end", listener: () => void): void;
      on(
        event: "event",
        listener: (
          event: SelectionRequest | { readonly name: KnownEvent; readonly wid: number },
        ) => void,
      ): void;
      AllocID(): number;
      CreateColormap(id: number, window: number, visual: number, alloc: 0 | 1): void;
      CreateWindow(
        id: number,
        parent: number,
        ...shape: readonly [
          ...[x: number, y: number, width: number, height: number],
          ...[border: number, depth: number, windowClass: number, visual: number],
          values: Readonly<
            Partial<Record<"backgroundPixel" | "borderPixel" | "colormap" | "eventMask", number>>
          >,
        ]
      ): void;
      ChangeProperty(
        mode: 0,
        window: number,
        name: number,
        type: number,
        format: 8 | 16 | 32,
        data: Buffer,
      ): void;
      GetProperty(
        remove: 0,
        window: number,
        name: number,
        type: number,
        offset: number,
        length: number,
        answer: (error: unknown, found?: { readonly data: Buffer }) => void,
      ): void;
      GetImage(
        format: 2,
        drawable: number,
        ...area: readonly [
          ...[x: number, y: number, width: number, height: number, planes: number],
          answer: (error: unknown, found?: { readonly data: Buffer }) => void,
        ]
      ): void;
      MapWindow(window: number): void;
      DestroyWindow(window: number): void;
      ChangeWindowAttributes(window: number, values: { readonly eventMask: number }): void;
      GetGeometry(
        window: number,
        answer: (
          error: unknown,
          found?: { readonly width: number; readonly height: number },
        ) => void,
      ): void;
      GetSelectionOwner(selection: number, answer: (error: unknown, owner?: number) => void): void;
      InternAtom(
        onlyIfThere: boolean,
        name: string,
        answer: (error: unknown, atom?: number) => void,
      ): void;
      SetSelectionOwner(owner: number, selection: number, time: number): void;
      SendEvent(
        destination: number,
        propagate: 0 | 1,
        eventMask: number,
        event: Omit<SelectionRequest, "name" | "owner"> & { readonly name: "SelectionNotify" },
      ): void;
      SendClientMessage(
        destination: number,
        about: number,
        type: number,
        format: 8 | 16 | 32,
        data: readonly number[],
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
