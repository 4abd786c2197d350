import { Plus, X } from "lucide-react";
import { useWords } from "../../app-state.ts";
import type { Logins } from "./logins.ts";

/** The buttons of several logins to a machine: one to show each, and one to close it. */
export function LoginTabs(props: {
  readonly logins: Logins;
  readonly onShow: (number: number) => void;
  readonly onClose: (number: number) => void;
}) {
  const { numbers, shown } = props.logins;
  const { console: words } = useWords().ui;
  return (
    <fieldset className="segments login-tabs">
      <legend className="unseen">{words.logins}</legend>
      {numbers.map((number) => (
        <span key={number} className="login-tab">
          <button
            type="button"
            className="segment"
            aria-pressed={number === shown}
            onClick={() => props.onShow(number)}
          >
            {`${words.terminal} ${number}`}
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={words.closeLogin(number)}
            title={number === shown ? words.closeLoginHint : words.closeLogin(number)}
            onClick={() => props.onClose(number)}
          >
            <X size={13} aria-hidden="true" />
          </button>
        </span>
      ))}
    </fieldset>
  );
}

/** The button that logs in once more. */
export function AddLogin(props: { readonly onAdd: () => void }) {
  const { console: words } = useWords().ui;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={words.addLogin}
      title={words.addLoginHint}
      onClick={props.onAdd}
    >
      <Plus size={16} aria-hidden="true" />
    </button>
  );
}
