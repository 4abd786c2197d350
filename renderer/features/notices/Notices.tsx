import type { Notice } from "../../../electron/contract/app/state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";

/** Notices, each with the buttons that help and the one that dismisses it. */
export function Notices(props: { readonly notices: readonly Notice[] }) {
  return props.notices.map(({ id, level, about, machine }) => (
    <Trouble
      key={id}
      level={level}
      about={about}
      machine={machine ?? undefined}
      onDismiss={() => void bridge.call("notice.dismiss", { id })}
    />
  ));
}
