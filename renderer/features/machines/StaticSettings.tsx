import { CopyLine } from "../../components/CopyLine.tsx";
import { useWords } from "../../snapshot.ts";
import type { Proposal } from "./NewMachinePage.tsx";

/** What to type into a guest that no seed tells its address: interfaces(5) of Debian, as text. */
export function StaticSettings(props: {
  readonly address: string;
  readonly network: Proposal["network"];
}) {
  const { address, network } = props;
  const { staticSettings } = useWords().ui;
  const rows = [
    ["address", address],
    ["netmask", network.netmask],
    ["broadcast", network.broadcast],
    ["gateway", network.gateway],
    ["dns-nameservers", network.gateway],
  ] as const;
  return (
    <section className="static-settings">
      <h3>{staticSettings.title}</h3>
      <p className="dim">{staticSettings.hint}</p>
      {rows.map(([name, value]) => (
        <CopyLine key={name} label={name} text={`${name} ${value}`} />
      ))}
    </section>
  );
}
