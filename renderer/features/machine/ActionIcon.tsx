import {
  CirclePower,
  Eraser,
  type LucideIcon,
  MoonStar,
  Pause,
  Play,
  Power,
  RotateCw,
  StepForward,
  Trash2,
  Zap,
} from "lucide-react";
import type { MachineAction } from "../../../electron/contract/machine/machine-actions.ts";

const icons: Readonly<Record<MachineAction, LucideIcon>> = {
  start: Play,
  stop: Power,
  resume: StepForward,
  pause: Pause,
  restart: RotateCw,
  kill: Zap,
  suspend: MoonStar,
  boot: CirclePower,
  discard: Eraser,
  delete: Trash2,
};

/** Draws the icon of an action; the button has to name it. */
export function ActionIcon(props: { readonly action: MachineAction }) {
  const Icon = icons[props.action];
  return <Icon size={16} strokeWidth={2} aria-hidden="true" />;
}
