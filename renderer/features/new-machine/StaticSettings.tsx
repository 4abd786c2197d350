import { Check, Copy } from "lucide-react";
import { useWords } from "../../app-state.ts";
import { useCopied } from "../../hooks/use-copied.ts";
import type { Proposal } from "./proposal.ts";

/** The network settings for a guest without a seed, in the format of Debian's interfaces(5). */
export function StaticSettings(props: {
  readonly address: string;
  readonly network: Proposal["network"];
}) {
  const { address, network } = props;
  const { staticSettings, actions } = useWords().ui;
  const text = [
    `address ${address}`,
    `netmask ${network.netmask}`,
    `broadcast ${network.broadcast}`,
    `gateway ${network.gateway}`,
    `dns-nameservers ${network.gateway}`,
  ].join("\n");
  const { copied, copy } = useCopied(text);
  const Icon = copied ? Check : Copy;
  return (
    <section className="static-settings">
      <h3>{staticSettings.title}</h3>
      <p className="dim">{staticSettings.hint}</p>
      <div className="copy-line">
        <pre className="mono selectable">{text}</pre>
        <button
          type="button"
          className="button"
          aria-label={actions.of(actions.copy, staticSettings.title)}
          onClick={copy}
        >
          <Icon size={14} aria-hidden="true" />
          <span aria-live="polite">{copied ? actions.copied : actions.copy}</span>
        </button>
      </div>
    </section>
  );
}
