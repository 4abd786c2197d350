/**
 * Runs `work`, in which xterm creates style elements, and replaces those by constructed style sheets:
 * the page's security policy refuses style elements only. Returns a function that drops the sheets.
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
    // Uncovers the method of the prototype.
    Reflect.deleteProperty(document, "createElement");
  }
  return () => [...sheets].forEach(drop);
}
