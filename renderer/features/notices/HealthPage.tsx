import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { useAppState, useWords } from "../../snapshot.ts";
import { troublesOf } from "./troubles.ts";

/** What needs attention, and what to do about it. */
export function HealthPage() {
  const { ui } = useWords();
  const troubles = troublesOf(useAppState());
  return (
    <div className="sheet">
      <h1>{ui.health.title}</h1>
      <p className="dim">
        {troubles.length === 0 ? ui.health.none : ui.health.attention(troubles.length)}
      </p>
      <div className="stack">
        {troubles.map(({ key, level, about, notice }) => (
          <Note
            key={key}
            level={level}
            about={about}
            {...(notice === null
              ? {}
              : { onDismiss: () => void bridge.call("notice.dismiss", { id: notice }) })}
          />
        ))}
      </div>
    </div>
  );
}
