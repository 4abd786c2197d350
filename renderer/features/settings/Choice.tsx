import type { SettingIds } from "./SettingRow.tsx";

/** One of a few values. */
export function Choice<V extends string>(props: {
  readonly ids: SettingIds;
  readonly value: V;
  readonly names: Readonly<Record<V, string>>;
  readonly onChange: (value: V) => void;
}) {
  const values = Object.keys(props.names) as V[];
  return (
    <select
      {...props.ids}
      value={props.value}
      onChange={(event) => {
        const value = values.find((candidate) => candidate === event.target.value);
        if (value !== undefined) props.onChange(value);
      }}
    >
      {values.map((value) => (
        <option key={value} value={value}>
          {props.names[value]}
        </option>
      ))}
    </select>
  );
}
