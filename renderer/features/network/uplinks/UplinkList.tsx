import { ToggleGroup } from "radix-ui";
import { UplinkIcon } from "../../../components/UplinkIcon.tsx";
import type { UplinkOption } from "./uplink-options.ts";

/**
 * A radio group of uplinks. Arrow keys only move the focus: a choice switches the real network, so it
 * takes Enter, Space or a click (as in a toolbar's radio group, ARIA practices).
 */
export function UplinkChoices(props: {
  /** The ID of its title, or its name where it has none. */
  readonly labelledBy?: string;
  readonly label?: string;
  /** Whether arrow keys move the focus here; the popover moves it among all its rows. */
  readonly isRoving?: boolean;
  readonly options: readonly UplinkOption[];
  readonly onChoose: (option: UplinkOption) => void;
}) {
  const { options, onChoose, isRoving = false } = props;
  const choose = (key: string) => {
    // Radix passes an empty key when the chosen option is clicked again.
    const option = options.find((candidate) => candidate.key === key);
    if (option !== undefined) onChoose(option);
  };
  return (
    <ToggleGroup.Root
      type="single"
      role="radiogroup"
      className="uplinks"
      aria-labelledby={props.labelledBy}
      aria-label={props.label}
      orientation="vertical"
      rovingFocus={isRoving}
      value={options.find((option) => option.isChosen)?.key ?? ""}
      onValueChange={choose}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.key}
          value={option.key}
          className="row uplink"
          data-row
          data-testid={`uplink-${option.key}`}
          {...(isRoving ? {} : { tabIndex: option.isChosen ? 0 : -1 })}
        >
          <span className="radio" />
          <UplinkIcon kind={option.kind} />
          <span className="name cut" title={option.name}>
            {option.name}
            {option.kindWords !== null && <span className="unseen">, {option.kindWords}</span>}
          </span>
          <span className="words cut">{option.words}</span>
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
