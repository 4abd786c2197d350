import { isCalm } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { Facts } from "../../components/Facts.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { RootLog } from "../root/RootLog.tsx";
import { Inventory } from "./Inventory";
import { LanPicture } from "./LanPicture.tsx";
import { LanServices } from "./LanServices.tsx";
import { SubnetForm } from "./SubnetForm.tsx";
import { UplinkList } from "./UplinkList.tsx";

/** The LAN's facts, its uplinks and services, and the log of the work as root. */
export function NetworkPage() {
  const { lan, uplink } = useAppState();
  const { ui } = useWords();
  const { settings } = lan;
  return (
    <div className="sheet">
      <h1>{ui.network.title}</h1>
      {lan.problems.map((problem) => (
        <Trouble
          key={JSON.stringify(problem)}
          level={isCalm(problem) ? "info" : "warning"}
          about={problem}
        />
      ))}
      <div className="cards">
        <section className="card">
          <h2 id="uplink-title">{ui.uplink.title}</h2>
          <UplinkList labelledBy="uplink-title" />
        </section>
        <Facts
          title={ui.network.lan}
          facts={[
            [ui.network.status, ui.lan.status[lan.status]],
            [ui.network.subnet, <Mono key="subnet" text={lan.subnet} />],
            [ui.network.hostAddress, <Mono key="host" text={settings.address} />],
            [ui.network.interface, <Mono key="interface" text={settings.interface} />],
            [ui.network.leaves, uplink.active ?? ui.network.nothingLeaves],
          ]}
        />
      </div>
      <LanServices />
      <SubnetForm />
      <LanPicture />
      <Inventory />
      <RootLog />
    </div>
  );
}

function Mono(props: { readonly text: string }) {
  return <span className="mono">{props.text}</span>;
}
