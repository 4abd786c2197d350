/**
 * Code that runs inside GNOME's shell once and becomes `rig` there: its functions read windows,
 * panel and notices as the shell knows them, and move its mouse and keyboard. Up to version 44 the
 * shell offers its parts by `imports.ui`, later ones by modules.
 */
export const shellCode = `(() => {
  const { Clutter, GLib, Meta } = imports.gi;
  const backend = global.stage.context?.get_backend?.() ?? Clutter.get_default_backend();
  const seat = backend.get_default_seat();
  const pointer = seat.create_virtual_device(Clutter.InputDeviceType.POINTER_DEVICE);
  const keyboard = seat.create_virtual_device(Clutter.InputDeviceType.KEYBOARD_DEVICE);
  const now = () => GLib.get_monotonic_time();
  const state = (isPressed, of) => isPressed ? of.PRESSED : of.RELEASED;
  const { DESKTOP, DOCK, OVERRIDE_OTHER } = Meta.WindowType;
  const unseen = [DESKTOP, DOCK, OVERRIDE_OTHER];
  const actors = (from) => [from, ...from.get_children().flatMap(actors)];
  const rig = {
    main: null,
    // Returns whether it is there: the hot corner, where the pointer is at the start, holds it back.
    move(x, y) {
      const [atX, atY] = global.get_pointer();
      if (Math.abs(atX - x) < 1 && Math.abs(atY - y) < 1) return true;
      pointer.notify_absolute_motion(now(), x, y);
      return false;
    },
    click(name) {
      for (const isPressed of [true, false])
        pointer.notify_button(now(), Clutter["BUTTON_" + name], state(isPressed, Clutter.ButtonState));
    },
    // Two clicks at the same moment count as one on GNOME 50.
    clickTwice(name) {
      this.click(name);
      this.hasClickedTwice = false;
      GLib.timeout_add(0, 100, () => {
        this.click(name);
        this.hasClickedTwice = true;
        return false;
      });
    },
    key: (name, isPressed) =>
      keyboard.notify_keyval(now(), Clutter["KEY_" + name], state(isPressed, Clutter.KeyState)),
    letter(code) {
      for (const isPressed of [true, false])
        keyboard.notify_keyval(now(), Clutter.unicode_to_keysym(code), state(isPressed, Clutter.KeyState));
    },
    windows: () => global.get_window_actors()
      .map((actor) => actor.meta_window)
      .filter((window) => !window.minimized && !unseen.includes(window.get_window_type()))
      // A window without a picture has no size yet.
      .filter((window) => window.get_buffer_rect().width > 0)
      .map((window) => {
        // GNOME 43 takes some windows that are shown again for empty, but draws their pictures.
        const frame = window.get_frame_rect();
        const { x, y, width, height } = frame.width > 0 ? frame : window.get_buffer_rect();
        return {
          x, y, width, height,
          title: window.get_title() ?? "",
          appId: window.get_wm_class() ?? "",
          platform: window.get_client_type() === Meta.WindowClientType.X11 ? "x11" : "wayland",
          isFocused: window.has_focus(),
          isOnTop: window.is_above(),
          skipsTaskBar: window.is_skip_taskbar(),
        };
      }),
    icon() {
      const found = actors(global.stage).find((actor) =>
        actor.constructor.name.includes("IndicatorStatusIcon") && actor.mapped && actor.width > 0);
      if (found === undefined) return null;
      const [x, y] = found.get_transformed_position();
      return { x: x + found.width / 2, y: y + found.height / 2 };
    },
    item(labelBegin) {
      const found = actors(global.stage).find((actor) =>
        actor.mapped && actor.has_allocation() && actor.label?.text?.startsWith?.(labelBegin));
      if (found === undefined) return null;
      const [x, y] = found.get_transformed_position();
      return { x: x + found.width / 2, y: y + found.height / 2 };
    },
    notices: () => rig.main.messageTray.getSources()
      .flatMap((source) => source.notifications.map((notice) => notice.title)),
  };
  globalThis.rig = rig;
  try {
    rig.main = imports.ui.main;
  } catch {
    import("resource:///org/gnome/shell/ui/main.js").then((main) => {
      rig.main = main;
    });
  }
  return true;
})()`;
