/** A few values of which one holds, side by side. */
export function Segments<V extends string>(props: {
  /** What is chosen, for who does not see that they belong together. */
  readonly label: string;
  /** The group's name within the form. */
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
