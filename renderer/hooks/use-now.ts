import { useEffect, useState } from "react";

/** Returns the time in milliseconds since the epoch, and draws again each `pace` (ms) while `ticking`. */
export function useNow(ticking: boolean, pace = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), pace);
    return () => clearInterval(timer);
  }, [ticking, pace]);
  return now;
}
