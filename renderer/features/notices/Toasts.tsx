import { useEffect, useEffectEvent, useState } from "react";
import type { Notice } from "../../../electron/contract/app/state.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { navigate } from "../../dashboard/route.ts";
import { Notices } from "./Notices.tsx";
import { UndoToasts } from "./UndoToasts.tsx";

/** More would cover the page; Health lists them all. */
const mostShown = 3;

/** How long a message stays that is no error, in ms. */
const shownFor = 8000;

/**
 * Messages about what has no place of its own on the page, in the corner of the dashboard. Errors
 * stay until they are dismissed. The others go by themselves, but not while the pointer or the focus
 * is on them.
 */
export function Toasts(props: { readonly withNotices: boolean }) {
  const { notices } = useAppState();
  const { trouble } = useWords().ui;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [isHeld, setHeld] = useState(false);
  const general = notices.filter(({ id, machine }) => machine === null && !hidden.has(id));
  const newest = props.withNotices ? general.slice(-mostShown) : [];
  const left = props.withNotices ? general.length - newest.length : 0;
  return (
    <section
      className="toasts"
      aria-label={trouble.toasts}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {left > 0 && (
        <button
          type="button"
          className="toast toast-more link-button"
          onClick={() => navigate({ page: "health" })}
        >
          {trouble.more(left)}
        </button>
      )}
      {newest.map((notice) => (
        <NoticeToast
          key={notice.id}
          notice={notice}
          isHeld={isHeld}
          onOver={() => setHidden((before) => new Set([...before, notice.id]))}
        />
      ))}
      <UndoToasts />
    </section>
  );
}

function NoticeToast(props: {
  readonly notice: Notice;
  readonly isHeld: boolean;
  readonly onOver: () => void;
}) {
  const { notice, isHeld } = props;
  const { id, level } = notice;
  const end = useEffectEvent(() => {
    // A warning stays in Health and in the popover.
    if (level === "info") void bridge.call("notice.dismiss", { id });
    else props.onOver();
  });
  useEffect(() => {
    if (level === "error" || isHeld) return;
    const timer = setInterval(() => {
      // Nobody has seen it in a window that is hidden.
      if (document.visibilityState !== "visible") return;
      clearInterval(timer);
      end();
    }, shownFor);
    return () => clearInterval(timer);
  }, [level, isHeld]);
  return (
    <div className="toast">
      <Notices notices={[notice]} />
    </div>
  );
}
