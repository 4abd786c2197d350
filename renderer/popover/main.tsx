import { createRoot } from "react-dom/client";
import "../styles/popover.css";
import { connect } from "../app-state.ts";
import { Popover } from "./Popover.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("popover.html has no root");
await connect();
createRoot(root).render(<Popover />);
