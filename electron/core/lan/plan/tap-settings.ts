/**
 * Settings of the LAN's own interface that make the kernel ignore router messages of machines, also
 * while our rules are gone (the kernel's ip-sysctl.rst). They are deleted with it.
 */
export const tapSettings = {
  /**
   * A router advertisement of a guest would change this computer's routes, even if `accept_ra` is
   * on for all.
   */
  "ipv6/disable_ipv6": "1",
  "ipv4/accept_redirects": "0",
  /** Packets are dropped if their answers would not go back into the LAN. */
  "ipv4/rp_filter": "1",
} as const;
export type TapSetting = keyof typeof tapSettings;

/** The names of all settings. */
export const tapSettingNames = Object.keys(tapSettings) as readonly TapSetting[];

/** Returns the file that sets one; the kernel has none for IPv6 if it was built without. */
export function tapSettingFile(name: string, setting: TapSetting): string {
  const [family, key] = setting.split("/");
  return `/proc/sys/net/${family}/conf/${name}/${key}`;
}
