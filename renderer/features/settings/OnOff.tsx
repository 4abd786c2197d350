import { Switch } from "radix-ui";
import type { SettingIds } from "./SettingRow.tsx";

/** A setting that is on or off. */
export function OnOff(props: {
  readonly ids: SettingIds;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <Switch.Root
      className="switch"
      {...props.ids}
      checked={props.isOn}
      onCheckedChange={props.onChange}
    >
      <Switch.Thumb className="switch-thumb" />
    </Switch.Root>
  );
}
