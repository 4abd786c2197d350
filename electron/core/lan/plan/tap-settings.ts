/**
 * Settings of the LAN's own interface, by which the kernel takes nothing from machines that only a
 * router would tell it, also while our rules are gone (the kernel's ip-sysctl.rst). They go with it.
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

/** All of them. */
export const tapSettingNames = Object.keys(tapSettings) as readonly TapSetting[];

/** The file by which the kernel is told one; it has none for IPv6 where it was built without. */
export function tapSettingFile(name: string, setting: TapSetting): string {
  const [family, key] = setting.split("/");
  return `/proc/sys/net/${family}/conf/${name}/${key}`;
}
