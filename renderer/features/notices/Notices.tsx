import type { Notice } from "../../../electron/contract/app/state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";

/** Notices, each with the button that dismisses it. */
export function Notices(props: { readonly notices: readonly Notice[] }) {
  return props.notices.map((notice) => (
    <Note
      key={notice.id}
      level={notice.level}
      about={notice.about}
      onDismiss={() => void bridge.call("notice.dismiss", { id: notice.id })}
    />
  ));
}
