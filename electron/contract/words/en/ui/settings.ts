/** The texts of the settings, in English. */
export const settings = {
  title: "Settings",
  find: "Find a setting",
  sections: {
    general: "General",
    network: "Network",
    storage: "Storage",
    security: "Security",
    computers: "Computers",
  },
  noMatch: (query: string) => `No setting matches “${query}”.`,
  reset: "Reset",
  language: "Language",
  languageHint: "Used in windows, tray and notifications.",
  languageAuto: "Same as the system",
  theme: "Appearance",
  themeHint: "Light or dark, at once.",
  themes: { auto: "Same as the system", light: "Light", dark: "Dark" },
  login: "Start at login",
  loginHint:
    "The desktop starts Virtray, which then starts the machines that are set to start at login.",
  shellEntry: "In the quick settings",
  shellEntryHint:
    "LAN, uplinks and machines in GNOME’s menu at the top right, through a shell extension that comes with Virtray.",
  shellEntryLater:
    "The entry appears after your next login, because GNOME loads new extensions only then.",
  shortcut: "Shortcut",
  shortcutHint: "These keys show Virtray, whichever program is in use.",
  shortcutPress: "Press the keys",
  shortcutDoes: "Show or hide Virtray",
  shortcutAsked: "The desktop asks whether Virtray may use these keys.",
  shortcutSetUp: (keys: string) => `Set up ${keys}`,
  shortcutGiven: (keys: string) =>
    `The desktop has assigned ${keys}. To change the keys, use the desktop’s own settings.`,
  windowSystem: "Window system",
  windowSystemHint:
    "How Virtray’s windows get onto the screen; automatic suits this desktop best. A change takes effect when Virtray is restarted.",
  windowSystemNow: (name: string) => `Virtray is using ${name} now.`,
  windowSystems: { auto: "Automatic", wayland: "Wayland", x11: "X11" },
  notify: "Notifications",
  notifyHint: "Notify when a machine fails, the uplink is lost or changes, or a template is ready.",
  explain: "Explain before asking for the password",
  explainHint: "Show what will be done as root before the desktop asks for the password.",
  terminal: "Terminal",
  terminalHint: "The program that “Open terminal” starts.",
  terminalAuto: "automatic",
  templates: "Templates folder",
  templatesHint:
    "Where the images of templates are kept. Existing images move to the new folder; their machines can keep running.",
  templatesUsual: "with Virtray’s data",
  warm: "Warm templates",
  warmHint:
    "A guest of each new template boots once in the background; machines created from it then run at once. Not on battery, nor with little memory or space.",
  warmChoices: { automatic: "Automatic", "by-hand": "By hand", never: "Never" },
  subnet: "Subnet of the LAN",
  subnetHint:
    "Each machine keeps the last part of its address, and uses the new address from its next start.",
  subnetChange: "Change…",
  interface: "Interface of the LAN",
  interfaceHint:
    "The name of the LAN’s interface on this computer: vtap… or virtray…. Can be changed while the LAN is off.",
  order: "Order of uplinks",
  orderHint: "Traffic goes through the first of these that works, and through no other.",
  places: "Remember the uplink of each place",
  placesHint:
    "When you return to a network, Virtray switches back to the uplink that you chose there, and notifies you.",
  placesTitle: "Uplinks by place",
  placesForget: "Forget",
  placesForgetAll: "Forget all",
  access: "Machines may reach this computer",
  accessHint:
    "All services of this computer, or only those that machines need for names and addresses.",
  accesses: { all: "Everything", "dns-and-ping": "DNS, DHCP and ping only" },
  cables: "Machines’ cables",
  cablesHint:
    "Fast cables are connections of the kernel, on which a machine can send from its own address only; machines with another card than virtio stay at the switch. Takes effect when the LAN is switched on the next time.",
  cablesNames: { vde: "Switch only (VDE)", fast: "Fast" },
  share: "Share the LAN with the group kvm",
  shareHint:
    "Members of the group may connect machines of their own to the switch. Takes effect when the LAN is switched on the next time.",
  saved: "Saved",
};
