import { expect, it } from "vitest";
import { isLoginRefusal } from "./login-refusal.ts";

it.each([
  "root@192.168.100.1: Permission denied (publickey,password).",
  "Host key verification failed.",
  "Received disconnect from 192.168.100.1 port 22:2: Too many authentication failures",
  "Unable to negotiate with 192.168.100.1 port 22: no matching host key type found. Their offer: ssh-rsa",
])("a refusal: %s", (said) => {
  expect(isLoginRefusal(said)).toBe(true);
});

it.each([
  "",
  "ssh: connect to host 192.168.100.1 port 22: Connection refused",
  "ssh: connect to host 192.168.100.1 port 22: No route to host",
  "kex_exchange_identification: read: Connection reset by peer",
  "Connection closed by 192.168.100.1 port 22",
  "Connection timed out during banner exchange",
])("a guest that may let in later: %s", (said) => {
  expect(isLoginRefusal(said)).toBe(false);
});
