import { type SubmitEvent, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { Switch } from "../../components/Switch.tsx";
import { TextInput } from "../../components/TextInput.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { parseUplinkOrder, uplinkOrderText } from "./uplink-order.ts";

/** Chooses the preferred order of uplinks, and whether the host serves DHCP and DNS. */
export function LanServices() {
  const { lan, uplink } = useAppState();
  const { ui } = useWords();
  const { choice } = uplink;
  const [order, setOrder] = useState(uplinkOrderText(choice));
  const [error, setError] = useState<AppError | null>(null);
  const tell = (done: { readonly ok: true } | { readonly ok: false; readonly error: AppError }) =>
    setError(done.ok ? null : done.error);
  const use = async (event: SubmitEvent) => {
    event.preventDefault();
    const preferred = parseUplinkOrder(order);
    if (preferred === null) setError({ code: "uplink-order-invalid", params: { order } });
    else tell(await bridge.call("uplink.set", preferred));
  };
  return (
    <section className="card">
      <form onSubmit={(event) => void use(event)}>
        <Field label={ui.uplink.order} hint={ui.uplink.orderHint}>
          {(ids) => (
            <span className="field-row">
              <TextInput
                {...ids}
                className="input mono"
                value={order}
                placeholder="eth0, wlan0, usb0"
                onChange={setOrder}
              />
              <button type="submit" className="button" disabled={order.trim() === ""}>
                {ui.uplink.orderUse}
              </button>
            </span>
          )}
        </Field>
      </form>
      <div className="card-part">
        <div className="card-head">
          <span>{ui.network.addressing}</span>
          <Switch
            label={ui.network.addressing}
            checked={lan.settings.addressing === "served"}
            busy={false}
            onChange={async (on) =>
              tell(await bridge.call("lan.change", { addressing: on ? "served" : "static" }))
            }
          />
        </div>
        <p className="hint">{ui.network.addressingHint}</p>
      </div>
      {error !== null && <Trouble level="error" about={error} onDismiss={() => setError(null)} />}
    </section>
  );
}
