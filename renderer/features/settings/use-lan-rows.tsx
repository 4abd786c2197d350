import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import {
  defaultLan,
  defaultSubnet,
  type LanChange,
  usualCables,
} from "../../../electron/contract/lan/network.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { openOne } from "../../hooks/use-one-open.ts";
import { subnetKey } from "../network/LanFacts.tsx";
import { parseUplinkOrder, uplinkOrderText } from "../network/uplinks/uplink-order.ts";
import { ChoiceControl, SwitchControl, TextControl } from "./controls.tsx";
import type { SettingRowProps, TellSetting } from "./SettingRow.tsx";

/** Returns the rows for the LAN and its uplinks; `tell` is called with the result of each change. */
export function useLanRows(tell: TellSetting): readonly SettingRowProps[] {
  const orderRow = useOrderRow(tell);
  const subnetRow = useSubnetRow();
  const { settings } = useAppState().lan;
  const { ui } = useWords();
  const words = ui.settings;
  const change = async (id: keyof LanChange, part: LanChange) =>
    tell(id, await bridge.call("lan.change", part));
  return [
    orderRow,
    {
      id: "hostAccess",
      title: words.access,
      hint: words.accessHint,
      isDefault: settings.hostAccess === defaultLan.hostAccess,
      reset: () => void change("hostAccess", { hostAccess: defaultLan.hostAccess }),
      control: (ids) => (
        <ChoiceControl
          ids={ids}
          value={settings.hostAccess}
          names={words.accesses}
          onChange={(hostAccess) => void change("hostAccess", { hostAccess })}
        />
      ),
    },
    {
      id: "addressing",
      title: ui.network.addressing,
      hint: ui.network.addressingHint,
      isDefault: settings.addressing === defaultLan.addressing,
      reset: () => void change("addressing", { addressing: defaultLan.addressing }),
      control: (ids) => (
        <SwitchControl
          ids={ids}
          isOn={settings.addressing === "served"}
          onChange={(isOn) => void change("addressing", { addressing: isOn ? "served" : "static" })}
        />
      ),
    },
    {
      id: "cables",
      title: words.cables,
      hint: words.cablesHint,
      isDefault: (settings.cables ?? usualCables) === usualCables,
      reset: () => void change("cables", { cables: usualCables }),
      control: (ids) => (
        <ChoiceControl
          ids={ids}
          value={settings.cables ?? usualCables}
          names={words.cablesNames}
          onChange={(cables) => void change("cables", { cables })}
        />
      ),
    },
    subnetRow,
    {
      id: "interface",
      title: words.interface,
      hint: words.interfaceHint,
      isDefault: settings.interface === defaultLan.interface,
      reset: () => void change("interface", { interface: defaultLan.interface }),
      control: (ids) => (
        <TextControl
          ids={ids}
          value={settings.interface}
          placeholder={defaultLan.interface}
          onSave={(name) => void change("interface", { interface: name })}
        />
      ),
    },
  ];
}

function useOrderRow(tell: TellSetting): SettingRowProps {
  const words = useWords().ui.settings;
  const order = uplinkOrderText(useAppState().uplink.choice);
  const prefer = async (text: string) => {
    const choice = text === "" ? ({ mode: "automatic" } as const) : parseUplinkOrder(text);
    const refused: AppError = { code: "uplink-order-invalid", params: { order: text } };
    tell(
      "order",
      choice === null ? { ok: false, error: refused } : await bridge.call("uplink.set", choice),
    );
  };
  return {
    id: "order",
    title: words.order,
    hint: words.orderHint,
    isDefault: order === "",
    reset: () => void prefer(""),
    control: (ids) => (
      <TextControl
        ids={ids}
        value={order}
        placeholder="eth0, wlan0, usb0"
        onSave={(text) => void prefer(text)}
      />
    ),
  };
}

/** Returns the row for the subnet, which leads to the network page: a change there shows its plan. */
function useSubnetRow(): SettingRowProps {
  const { subnet } = useAppState().lan;
  const words = useWords().ui.settings;
  const toNetworkPage = () => {
    openOne(subnetKey);
    void bridge.call("window.open", { page: "network" });
  };
  return {
    id: "subnet",
    title: words.subnet,
    hint: words.subnetHint,
    isDefault: subnet === defaultSubnet,
    reset: toNetworkPage,
    control: (ids) => (
      <span className="field-row">
        <span className="mono">{subnet}</span>
        <button
          type="button"
          className="button"
          aria-describedby={ids["aria-labelledby"]}
          onClick={toNetworkPage}
        >
          {words.subnetChange}
        </button>
      </span>
    ),
  };
}
