/**
 * A Debian by the name of its suite, with the desktops that are wanted of it.
 * @typedef {object} Recipe
 * @property {string} suite
 * @property {readonly string[]} packages
 */

/** The packages that every session runs, and that Electron is linked against. */
const common = [
  ...["base-files", "bash", "coreutils", "dash", "findutils", "grep", "mawk", "sed", "procps"],
  ...["util-linux", "libc-bin", "iproute2", "shared-mime-info"],
  ...["dbus-daemon", "dbus-bin", "libglib2.0-bin", "dconf-gsettings-backend", "xwayland"],
  ...["libnss3", "libgbm1", "libxss1", "libnotify4", "libnotify-bin", "libx11-xcb1", "libxkbfile1"],
  ...["libgl1", "libegl1", "libgl1-mesa-dri", "libxcb-dri3-0"],
  ...["fonts-dejavu-core", "adwaita-icon-theme", "hicolor-icon-theme"],
  ...["xdg-desktop-portal", "xdg-desktop-portal-gtk"],
];
/** The same packages under the names that they have since Debian's time stamps are 64 bits wide. */
const renamed = ["libgtk-3-0", "libasound2", "libatk-bridge2.0-0"];
/** sway, which also hosts the compositors that draw into a window only. */
const sway = ["sway", "waybar", "grim", "wtype", "mako-notifier", "wl-clipboard"];
const labwc = ["labwc", "wlr-randr", "wlrctl"];
const plasma = [
  ...["kwin-wayland", "plasma-workspace", "plasma-desktop", "kde-cli-tools", "kpackagetool6"],
  ...[
    "xdg-desktop-portal-kde",
    "breeze",
    "breeze-icon-theme",
    "kactivitymanagerd",
    "libkf6config-bin",
  ],
];
const gnome = ["gnome-shell", "gnome-shell-extension-appindicator"];

/** The programs that start X11 desktops, click on them and take their pictures. */
const x11 = ["xvfb", "xdotool", "x11-utils", "x11-xserver-utils", "maim", "dconf-cli"];
/**
 * The desktops, each with its panel, window manager, wallpaper, settings daemon, notices and
 * portals.
 */
const xfce = [
  ...["xfce4-panel", "xfwm4", "xfdesktop4", "xfce4-settings", "xfce4-notifyd", "xfconf"],
  "xfce4-session",
];
const mate = ["mate-panel", "marco", "mate-settings-daemon", "mate-notification-daemon", "caja"];
const lxqt = [
  ...["lxqt-panel", "openbox", "lxqt-notificationd", "lxqt-qtplugin", "lxqt-themes", "pcmanfm-qt"],
  ...["breeze-icon-theme", "lxqt-config", "lxqt-session", "xdg-desktop-portal-lxqt", "xsettingsd"],
];
const cinnamon = ["cinnamon", "xapp-sn-watcher", "xdg-desktop-portal-xapp"];

/**
 * `short` serves the suite of all tests: Debian's stable release. The others serve `npm run
 * test:desktops`, which makes those that its files need.
 */
export const recipes = /** @satisfies {Readonly<Record<string, Recipe>>} */ ({
  short: {
    suite: "trixie",
    packages: [...common, ...renamed.map((name) => `${name}t64`), ...sway, ...gnome],
  },
  wayland: {
    suite: "trixie",
    packages: [...common, ...renamed.map((name) => `${name}t64`), ...sway, ...labwc, ...plasma],
  },
  "gnome-43": {
    suite: "bookworm",
    // The shell only recommends the last two: they make it show its notices and icons.
    packages: [...common, ...renamed, ...gnome, "gjs", "librsvg2-common"],
  },
  "gnome-50": {
    suite: "forky",
    packages: [
      ...[...common, ...renamed.map((name) => `${name}t64`), ...gnome],
      // The portal that gives programs keys, and the settings, which ask the user for them.
      ...["xdg-desktop-portal-gnome", "gnome-control-center"],
    ],
  },
  x11: {
    suite: "trixie",
    packages: [
      ...[...common, ...renamed.map((name) => `${name}t64`), ...x11],
      ...[...xfce, ...mate, ...lxqt, ...cinnamon],
    ],
  },
});

/** @typedef {keyof typeof recipes} RootName */
