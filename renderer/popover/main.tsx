import { createRoot } from "react-dom/client";
import "../styles/popover.css";
import { connect } from "../app-state.ts";
import { Popover } from "./Popover.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("popover.html has no root");
// Main says so if the window is transparent: then it has a frame for the card's shadow.
document.documentElement.classList.toggle("framed", location.hash === "#framed");
await connect();
createRoot(root).render(<Popover />);
