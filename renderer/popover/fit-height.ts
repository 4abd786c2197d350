import { bridge } from "../bridge.ts";

/** The pixels that rounded heights can lack together at scales of the screen other than 1. */
const rounding = 2;

/** The space that a dialog has around it in the card, in pixels. */
const aroundDialog = 40;

/**
 * Tells main the height of the whole content, now and after each change; returns the function that
 * ends this. It watches the document, because a hidden page is not drawn and its sizes do not change.
 */
export function followHeight(card: HTMLElement): () => void {
  let told = 0;
  const tell = () => {
    const height = contentHeight(card);
    if (height === told) return;
    told = height;
    void bridge.call("window.fit-popover", { height });
  };
  const observer = new MutationObserver(tell);
  observer.observe(card, {
    ...{ subtree: true, childList: true, characterData: true, attributes: true },
  });
  tell();
  return () => observer.disconnect();
}

/** Returns the height at which nothing has to be scrolled. */
function contentHeight(card: HTMLElement): number {
  // The card's own children: each key in the filter comes here, and a search would visit a thousand rows.
  const parts = [...card.children].filter((part) => part instanceof HTMLElement);
  const content = parts.find(({ className }) => className === "popover-content");
  const foot = parts.find(({ tagName }) => tagName === "FOOTER");
  if (content === undefined || foot === undefined) return 1;
  const list = content.querySelector(".machines");
  const unseen = list === null ? 0 : list.scrollHeight - list.clientHeight;
  const borders = card.offsetHeight - card.clientHeight;
  const dialog = parts.find((part) => part instanceof HTMLDialogElement && part.open);
  // Half a pixel too little would show a scroll bar.
  const spare = window.devicePixelRatio === 1 ? 0 : rounding;
  return Math.max(
    content.scrollHeight + unseen + foot.offsetHeight + borders + spare,
    dialog === undefined ? 0 : dialog.scrollHeight + aroundDialog,
  );
}
