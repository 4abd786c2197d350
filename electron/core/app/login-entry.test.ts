import { expect, it } from "vitest";
import { buildLoginEntry, isLoginEntryOn, replaceCommand } from "./login-entry.ts";

it("is a whole desktop file, ignored once the program is removed", () => {
  expect(buildLoginEntry(["/opt/Virtray/virtray-desktop", "--autostart"])).toBe(
    [
      "[Desktop Entry]",
      "Type=Application",
      "Name=Virtray",
      "Comment=Starts the machines that should run",
      "Comment[de]=Startet die Maschinen, die laufen sollen",
      "TryExec=/opt/Virtray/virtray-desktop",
      'Exec="/opt/Virtray/virtray-desktop" "--autostart"',
      "Icon=virtray-desktop",
      "X-GNOME-Autostart-enabled=true",
      "",
    ].join("\n"),
  );
});

it("quotes what the specification reserves", () => {
  const text = buildLoginEntry(['/opt/My Apps/100%/$x`y"z\\', "--autostart"]);
  expect(text.split("\n").find((line) => line.startsWith("Exec="))).toBe(
    'Exec="/opt/My Apps/100%%/\\\\$x\\\\`y\\\\"z\\\\\\\\" "--autostart"',
  );
});

it.each([
  ["as written", buildLoginEntry(["/x"]), true],
  ["hidden by the desktop", `${buildLoginEntry(["/x"])}Hidden=true\n`, false],
  [
    "switched off in GNOME",
    buildLoginEntry(["/x"]).replace("enabled=true", "enabled=false"),
    false,
  ],
  ["missing", "", false],
])("is on or off: %s", (_title, text, isOn) => {
  expect(isLoginEntryOn(text)).toBe(isOn);
});

const former = ["/opt/Vir 100%/virtray-desktop", "--autostart"];
const now = ["/opt/Vir 100%/virtray-start", "--autostart"];

it("gets another command, and keeps the lines that the desktop wrote", () => {
  const text = `${buildLoginEntry(former)}X-Panel-Delay=3\nHidden=true\n`;
  expect(replaceCommand(text, former, now)).toBe(
    `${buildLoginEntry(now)}X-Panel-Delay=3\nHidden=true\n`,
  );
});

it.each([
  ["the command that holds", buildLoginEntry(now)],
  ["another program", buildLoginEntry(["/home/x/virtray-desktop", "--autostart"])],
  ["the same with words of the user's", buildLoginEntry([...former, "--disable-gpu"])],
  ["nothing", ""],
])("is left alone if it starts %s", (_title, text) => {
  expect(replaceCommand(text, former, now)).toBe(null);
});
