import { useWords } from "../../app-state.ts";
import { navigate } from "../../dashboard/route.ts";

/**
 * The foot of a form that makes a machine, which stays in sight: what will be made, a box that starts
 * it afterwards, and the buttons.
 */
export function FormFoot(props: {
  readonly isStarting: boolean;
  readonly onStarting: (isStarting: boolean) => void;
  readonly isBusy: boolean;
  /** Whether there is nothing to make a machine from. */
  readonly isBlocked: boolean;
  readonly summary: string;
}) {
  const { create, actions, keys } = useWords().ui;
  return (
    <div className="form-foot machine-form-foot">
      <p className="machine-form-summary dim">{props.summary}</p>
      <label className="check">
        <input
          type="checkbox"
          checked={props.isStarting}
          onChange={(event) => props.onStarting(event.target.checked)}
        />
        {create.startAfter}
      </label>
      <button type="button" className="button" onClick={() => navigate({ page: "machines" })}>
        {actions.cancel}
      </button>
      <button
        type="submit"
        className="button button-primary"
        title={keys.ctrl(keys.enter)}
        disabled={props.isBusy || props.isBlocked}
      >
        {props.isBusy ? create.submitting : create.submit}
      </button>
    </div>
  );
}
