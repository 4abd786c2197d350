import { useWords } from "../../app-state.ts";
import { navigate } from "../../dashboard/route.ts";

/** The foot of a form that makes a machine: a box that starts it afterwards, and the buttons. */
export function FormFoot(props: {
  readonly isStarting: boolean;
  readonly onStarting: (isStarting: boolean) => void;
  readonly isBusy: boolean;
  readonly submit: string;
}) {
  const { create, actions } = useWords().ui;
  return (
    <div className="form-foot">
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
      <button type="submit" className="button button-primary" disabled={props.isBusy}>
        {props.isBusy ? create.submitting : props.submit}
      </button>
    </div>
  );
}
