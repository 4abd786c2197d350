import { useEffect, useState } from "react";

/** Whether something has held for a while (ms): what is over in a moment need not be said. */
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
