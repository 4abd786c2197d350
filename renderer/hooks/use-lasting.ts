import { useEffect, useState } from "react";

/** Returns whether a condition has held for some milliseconds; shorter ones are not worth a message. */
export function useLasting(isSo: boolean, whileMs: number): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setLasting(true), whileMs);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [isSo, whileMs]);
  return isLasting;
}
