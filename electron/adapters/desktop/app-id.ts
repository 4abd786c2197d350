/** The name of the app's desktop file, by which the desktop identifies the app. */
export const appId = "io.github.virtray.Virtray";
