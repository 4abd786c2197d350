import { useWords } from "../../app-state.ts";
import { SelectField } from "../../components/SelectField.tsx";

/** The choice of the computer for a new machine; shown only with a second computer. */
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
