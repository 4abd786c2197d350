import type { LucideIcon } from "lucide-react";

/** One tile of a group: what it stands for, in two lines. */
export interface Tile<V extends string> {
  readonly value: V;
  readonly title: string;
  readonly detail?: string;
  readonly icon?: LucideIcon;
}

/** A radio group whose values are tiles side by side. */
export function Tiles<V extends string>(props: {
  /** The group's name for screen readers. */
  readonly label: string;
  /** The `name` of the radio buttons. */
  readonly name: string;
  readonly tiles: readonly Tile<V>[];
  readonly value: V;
  /** Whether the tiles are small, with the icon above the words. */
  readonly isDense?: boolean;
  readonly onChange: (value: V) => void;
}) {
  return (
    <fieldset className={props.isDense === true ? "tiles tiles-dense" : "tiles"}>
      <legend className="unseen">{props.label}</legend>
      {props.tiles.map(({ value, title, detail, icon: Icon }) => (
        <label key={value} className="tile">
          <input
            type="radio"
            name={props.name}
            value={value}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
          />
          {Icon !== undefined && <Icon size={18} strokeWidth={1.8} aria-hidden="true" />}
          <span className="tile-title cut" title={title}>
            {title}
          </span>
          {detail !== undefined && (
            <span className="tile-detail cut" title={detail}>
              {detail}
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}
