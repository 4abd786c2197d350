import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { useCopying } from "../../components/use-copied.ts";

/** Has main copy the password of a machine's VNC display, so that no page holds it. */
export function CopyVncPassword(props: { readonly machine: string }) {
  const { ui } = useWords();
  const { copied, copy } = useCopying(() =>
    bridge.call("machine.copy-vnc-password", { id: props.machine }),
  );
  return (
    <button type="button" className="link-button" onClick={copy}>
      <span aria-live="polite">{copied ? ui.actions.copied : ui.detail.copyPassword}</span>
    </button>
  );
}
