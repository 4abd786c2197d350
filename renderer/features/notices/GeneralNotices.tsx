import { useAppState } from "../../app-state.ts";
import { Notices } from "./Notices.tsx";

/** The notices that belong to no machine. */
export function GeneralNotices(props: { readonly className: string }) {
  const general = useAppState().notices.filter((notice) => notice.machine === null);
  if (general.length === 0) return null;
  return (
    <div className={props.className}>
      <Notices notices={general} />
    </div>
  );
}
