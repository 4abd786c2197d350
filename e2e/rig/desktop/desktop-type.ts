/** A real desktop of its own: X server, session bus, and, if asked for, window manager and tray. */
export interface Desktop {
  /** The environment by which a program appears on it. */
  readonly env: { readonly DISPLAY: string; readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** Runs xdotool on it: `pointer("mousemove", "12", "14", "click", "1")`. */
  pointer(...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}
