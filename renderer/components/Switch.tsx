import { Switch as Primitive } from "radix-ui";

/** An on/off switch. `busy` means that main still carries out the last change. */
export function Switch(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly busy: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <Primitive.Root
      className="switch"
      aria-label={props.label}
      aria-busy={props.busy}
      checked={props.checked}
      onCheckedChange={(checked) => {
        if (!props.busy) props.onChange(checked);
      }}
    >
      <Primitive.Thumb className="switch-thumb" />
    </Primitive.Root>
  );
}
