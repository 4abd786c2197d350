import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { useAppState } from "../../snapshot.ts";

/** What went wrong that no machine's row can tell, until it is dismissed. */
export function GeneralNotices(props: { readonly className: string }) {
  const general = useAppState().notices.filter((notice) => notice.machine === null);
  if (general.length === 0) return null;
  return (
    <div className={props.className}>
      {general.map((notice) => (
        <Note
          key={notice.id}
          level={notice.level}
          about={notice.about}
          onDismiss={() => void bridge.call("notice.dismiss", { id: notice.id })}
        />
      ))}
    </div>
  );
}
