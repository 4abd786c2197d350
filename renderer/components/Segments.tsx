/** A radio group whose values stand side by side. */
export function Segments<V extends string>(props: {
  /** The group's name for screen readers. */
  readonly label: string;
  /** The `name` of the radio buttons. */
  readonly name: string;
  readonly values: readonly V[];
  readonly value: V;
  readonly nameOf: (value: V) => string;
  readonly onChange: (value: V) => void;
}) {
  return (
    <fieldset className="segments">
      <legend className="unseen">{props.label}</legend>
      {props.values.map((each) => (
        <label key={each} className="segment">
          <input
            type="radio"
            name={props.name}
            checked={props.value === each}
            onChange={() => props.onChange(each)}
          />
          {props.nameOf(each)}
        </label>
      ))}
    </fieldset>
  );
}
