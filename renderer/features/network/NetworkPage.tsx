import { isCalm } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { RootLog } from "../root/RootLog.tsx";
import { Inventory } from "./Inventory.tsx";
import { LanFacts } from "./LanFacts.tsx";
import { LanPicture } from "./picture/LanPicture.tsx";

/** The picture of the LAN, which switches it, and below it what changed on this computer for it. */
export function NetworkPage() {
  const { lan } = useAppState();
  const { ui } = useWords();
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
      <LanPicture />
      <LanFacts />
      <Inventory />
      <RootLog />
    </div>
  );
}
