import type { ComponentProps } from "react";
import { Field } from "./Field.tsx";

type TextInputProps = Omit<ComponentProps<"input">, "value" | "onChange"> & {
  readonly value: string;
  readonly onChange: (text: string) => void;
};

/** A text field for names, numbers and paths, without completion and spell checking. */
export function TextInput({ value, onChange, ...rest }: TextInputProps) {
  return (
    <input
      className="input"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** A `TextInput` with its label, and its hint or error. */
export function TextField({
  label,
  hint,
  error,
  ...input
}: TextInputProps & {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <TextInput {...ids} {...input} />}
    </Field>
  );
}
