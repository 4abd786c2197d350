import {
  EthernetPort,
  Lock,
  type LucideIcon,
  MonitorUp,
  Network,
  Route,
  ShieldCheck,
  Signal,
  Smartphone,
  Wifi,
} from "lucide-react";
import type { UplinkKind } from "../../electron/contract/lan/network.ts";

const icons: Readonly<Record<UplinkKind | "automatic" | "none", LucideIcon>> = {
  automatic: Route,
  ethernet: EthernetPort,
  wifi: Wifi,
  usb: Smartphone,
  modem: Signal,
  vpn: ShieldCheck,
  computer: MonitorUp,
  other: Network,
  none: Lock,
};

/** The icon of a kind of uplink; its word has to stand beside it. */
export function UplinkIcon(props: { readonly kind: keyof typeof icons }) {
  const Icon = icons[props.kind];
  return <Icon className="kind" size={18} strokeWidth={1.8} aria-hidden="true" />;
}
