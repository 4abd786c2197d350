import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Notices } from "./Notices.tsx";

/** The newest notice that belongs to no machine, errors first, and a way to the others. */
export function GeneralNotices(props: { readonly className: string }) {
  const general = useAppState().notices.filter((notice) => notice.machine === null);
  const { trouble } = useWords().ui;
  const shown = general.findLast(({ level }) => level === "error") ?? general.at(-1);
  if (shown === undefined) return null;
  return (
    <div className={props.className}>
      <Notices notices={[shown]} />
      {general.length > 1 && (
        <button
          type="button"
          className="link-button"
          onClick={() => void bridge.call("window.open", { page: "health" })}
        >
          {trouble.more(general.length - 1)}
        </button>
      )}
    </div>
  );
}
