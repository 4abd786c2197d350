import { useWords } from "../../app-state.ts";
import { FindingCard } from "./FindingCard.tsx";
import { useExamination } from "./use-examination.ts";

/** The doctor's finding for a machine whose state KVM could not run, on that machine's page. */
export function GuestStateHelp() {
  const { ui } = useWords();
  const { examination, isBusy, again } = useExamination();
  const finding = examination?.findings.find(({ id }) => id === "guest-state");
  if (examination === null || finding === undefined || finding.level === "ok") {
    return isBusy ? <p className="dim">{ui.health.examining}</p> : null;
  }
  return (
    <ul className="findings">
      <FindingCard
        finding={finding}
        repairs={examination.repairs.filter((repair) => repair.finding === finding.id)}
        onRepaired={() => void again()}
      />
    </ul>
  );
}
