/**
 * Does `work`, in which xterm makes the style elements that it writes its own rules into. The
 * page's security policy refuses such elements, so they are stood in for, and what is written into
 * them goes to style sheets that scripts make, which the policy allows. The result takes them back.
 */
export function withStyleSheets(work: () => void): () => void {
  const sheets = new Set<CSSStyleSheet>();
  const drop = (sheet: CSSStyleSheet) => {
    sheets.delete(sheet);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
  const createStyle = (): HTMLElement => {
    const sheet = new CSSStyleSheet();
    sheets.add(sheet);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const holder = document.createElement("span");
    holder.hidden = true;
    return Object.defineProperties(holder, {
      textContent: { set: (text: string) => sheet.replaceSync(text) },
      remove: { value: () => drop(sheet) },
    });
  };
  const create = document.createElement.bind(document);
  Object.defineProperty(document, "createElement", {
    configurable: true,
    value: (name: string) => (name === "style" ? createStyle() : create(name)),
  });
  try {
    work();
  } finally {
    // What every document has stands behind.
    Reflect.deleteProperty(document, "createElement");
  }
  return () => [...sheets].forEach(drop);
}
