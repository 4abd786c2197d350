import { useWords } from "../../app-state.ts";
import { SelectField } from "../../components/SelectField.tsx";

/** Which computer is to have a new machine; there is no such choice without a second one. */
export function ComputerField(props: {
  readonly names: readonly string[];
  /** Empty for this computer. */
  readonly value: string;
  readonly onChange: (name: string) => void;
}) {
  const { computers } = useWords();
  return (
    <SelectField
      label={computers.computer}
      name="computer"
      value={props.value}
      options={[["", computers.thisOne], ...props.names.map((name) => [name, name] as const)]}
      onChange={props.onChange}
    />
  );
}
