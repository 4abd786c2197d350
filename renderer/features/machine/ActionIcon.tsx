import {
  type LucideIcon,
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
  delete: Trash2,
};

/** The picture of what can be done with a machine. Its word is the button's. */
export function ActionIcon(props: { readonly action: MachineAction }) {
  const Icon = icons[props.action];
  return <Icon size={16} strokeWidth={2} aria-hidden="true" />;
}
