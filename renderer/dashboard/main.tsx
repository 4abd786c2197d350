import { createRoot } from "react-dom/client";
import "../styles/dashboard.css";
import "../styles/narrow.css";
import { connect } from "../app-state.ts";
import { Dashboard } from "./Dashboard.tsx";
import { keepFocus } from "./keep-focus.ts";
import { followMain } from "./route.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("dashboard.html has no root");
followMain();
keepFocus();
await connect();
createRoot(root).render(<Dashboard />);
