import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folders of pictures below the gallery's own, with their headings. */
const parts = [
  ["", "Pages and states"],
  ["real", "The real app, from one state to the next"],
  ["desktops", "Real desktops (npm run test:desktops)"],
];

/**
 * Writes `index.html`, which shows all pictures of a gallery with their names.
 * @param {string} folder the gallery's; parts that are not there are left out
 * @returns {string} the page's path
 */
export function writeGalleryPage(folder) {
  const sections = parts.flatMap(([name = "", heading = ""]) => {
    const pictures = existsSync(join(folder, name))
      ? readdirSync(join(folder, name))
          .filter((file) => file.endsWith(".png"))
          .sort()
      : [];
    if (pictures.length === 0) return [];
    const figures = pictures.map((file) => {
      const path = join(name, file);
      const caption = file.slice(0, -".png".length);
      return `<figure><a href="${path}"><img src="${path}" alt="" loading="lazy"></a><figcaption>${caption}</figcaption></figure>`;
    });
    return [`<h2>${heading}</h2>`, "<section>", ...figures, "</section>"];
  });
  const page = join(folder, "index.html");
  writeFileSync(
    page,
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Virtray: gallery</title>
<style>
  body { margin: 24px; font: 14px sans-serif; background: #e7ebee; color: #1a2228; }
  section { display: flex; flex-wrap: wrap; gap: 20px; align-items: start; }
  figure { margin: 0; max-width: 420px; }
  img { display: block; max-width: 100%; max-height: 420px; border: 1px solid #b5bec6; }
  figcaption { margin-top: 4px; overflow-wrap: anywhere; }
</style>
<h1>Virtray: gallery</h1>
${sections.join("\n")}
</html>
`,
  );
  return page;
}
