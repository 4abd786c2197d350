import {
  isLeftOut,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
  yamlGet,
  yamlList,
  yamlMap,
  yamlOf,
  yamlText,
  yamlTextOf,
} from "../base/yaml-model.ts";
import { joinedSettings, layOver } from "./handed-on.ts";

const keysName = "ssh_authorized_keys";

/** Whom a guest's user-data is to let in. */
interface Login {
  readonly user: string;
  readonly sshKeys: readonly string[];
}

/**
 * Lays a person's cloud-config over ours, and tells which user can log in then. The keys chosen go to
 * that user: the one of cloud-init's own, or if a list of users leaves that out, the first of the list.
 */
export function joinUserData(
  ours: Readonly<Record<string, unknown>>,
  login: Login,
  own: YamlMap,
): { readonly map: YamlMap; readonly login: string | null } {
  const listed = listedUsers(yamlGet(own, "users"));
  const isDefaultMade = listed === null || listed.some(({ name }) => name === "default");
  const first = isDefaultMade ? undefined : listed.find(({ name }) => name !== null);
  const user = isDefaultMade ? defaultUser(own) : null;
  const kept = own.entries.filter(({ key, value }) => key.text !== "user" || !isLeftOut(value));
  const base = entriesOf(ours);
  const theirs = kept.map((entry): YamlEntry => {
    const { key, value } = entry;
    const before = base.find(
      (each) => joinedSettings.has(each.key.text) && nameOf(each) === nameOf(entry),
    );
    if (before !== undefined) return { key, value: layOver(before.value, value) };
    // Settings of the user that leave its name to us.
    if (key.text === "user" && value.kind === "map" && user === null) {
      return { key, value: yamlMap([...entriesOf({ name: login.user }), ...value.entries]) };
    }
    if (key.text === keysName) return { key, value: withKeys(value, login.sshKeys) };
    return key.text === "users" && first !== undefined && value.kind === "list"
      ? { key, value: withUserKeys(value, first.node, login.sshKeys) }
      : entry;
  });
  const given = new Set(kept.map(nameOf));
  const named = user ?? login.user;
  const more = entriesOf({
    // Renames the image's own user, so that its shell and its right to sudo stay as they are.
    ...(user === null ? { user: { name: login.user } } : {}),
    ...(named === "root" ? { disable_root: false } : {}),
    ...(login.sshKeys.length === 0 ? {} : { [keysName]: login.sshKeys }),
  });
  return {
    map: yamlMap([...[...base, ...more].filter((entry) => !given.has(nameOf(entry))), ...theirs]),
    login: isDefaultMade ? named : (first?.name ?? null),
  };
}

/** The user that cloud-init makes by itself, as the person names it; null: the person does not. */
function defaultUser(own: YamlMap): string | null {
  const user = yamlGet(own, "user");
  const system = yamlGet(yamlGet(own, "system_info"), "default_user");
  return (
    yamlTextOf(user) ??
    yamlTextOf(yamlGet(user, "name")) ??
    yamlTextOf(yamlGet(system, "name")) ??
    null
  );
}

interface ListedUser {
  /** Null: one without a name. */
  readonly name: string | null;
  readonly node: YamlNode | null;
}

/** The users of a list in any of the forms that cloud-init takes; null: there is no list. */
function listedUsers(users: YamlNode | undefined): readonly ListedUser[] | null {
  if (users === undefined || isLeftOut(users)) return null;
  if (users.kind === "scalar") {
    return users.text.split(",").map((name) => ({ name: name.trim(), node: null }));
  }
  if (users.kind === "map") {
    return users.entries.map(({ key }) => ({ name: key.text, node: null }));
  }
  return users.items.map((node) => ({
    name: yamlTextOf(node) ?? yamlTextOf(yamlGet(node, "name")) ?? null,
    node,
  }));
}

/** A list of users in which one of them has further keys. */
function withUserKeys(users: YamlList, chosen: YamlNode | null, keys: readonly string[]): YamlList {
  if (keys.length === 0) return users;
  const changed = (user: YamlNode): YamlNode => {
    if (user.kind !== "map") {
      return yamlOf({ name: yamlTextOf(user) ?? "", [keysName]: keys });
    }
    const before = yamlGet(user, keysName);
    const others = user.entries.filter(({ key }) => key.text !== keysName);
    return yamlMap([
      ...others,
      { key: yamlText(keysName), value: withKeys(before ?? yamlList([]), keys) },
    ]);
  };
  return yamlList(users.items.map((item) => (item === chosen ? changed(item) : item)));
}

/** Older versions of cloud-init wrote this one with a hyphen; with both, it passes over one of them. */
const nameOf = ({ key }: YamlEntry) => (key.text === "ca-certs" ? "ca_certs" : key.text);

function entriesOf(value: object): readonly YamlEntry[] {
  const map = yamlOf(value);
  return map.kind === "map" ? map.entries : [];
}

/** The keys chosen, and behind them the person's own. */
function withKeys(own: YamlNode, keys: readonly string[]): YamlNode {
  const theirs = own.kind === "list" ? own.items : isLeftOut(own) ? [] : [own];
  return yamlList([...keys.map(yamlText), ...theirs]);
}
