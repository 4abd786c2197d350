import { useWords } from "../../app-state.ts";
import { useCopied } from "../../hooks/use-copied.ts";
import { hostPart } from "./host-part.ts";

/** A machine's address in its row of the popover, which a click copies. */
export function CopyAddress(props: { readonly address: string; readonly prefixLength: number }) {
  const { address, prefixLength } = props;
  const { ui } = useWords();
  const { copied, copy } = useCopied(address);
  // The part that differs between machines is what the eye looks for.
  const own = hostPart(address, prefixLength).slice(1);
  return (
    <button
      type="button"
      className="side mono"
      title={ui.actions.copyAddress(address)}
      onClick={copy}
    >
      <span aria-live="polite">
        {copied ? (
          ui.actions.copied
        ) : (
          <>
            {address.slice(0, address.length - own.length)}
            <span className="own-part">{own}</span>
          </>
        )}
      </span>
    </button>
  );
}
