import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";
import { asText, type Value } from "../value.ts";
import type { FunctionTable, QueryFunction } from "./functions.ts";

/** A question about an address: no for what is none. */
function asks(test: (address: string) => boolean): QueryFunction {
  return { arity: [1, 1], apply: (value) => test(asText(value) ?? "") };
}

/** Whether an address of one of the families is within `address/bits`. */
function within(families: readonly number[]): QueryFunction {
  return {
    arity: [2, 2],
    apply: (value, subnet) => {
      const address = asText(value) ?? "";
      const [network = "", bits = ""] = (asText(subnet) ?? "").split("/");
      const family = isIP(address);
      if (!families.includes(family) || isIP(network) !== family) return false;
      const prefix = Number(bits);
      if (!/^\d+$/.test(bits) || prefix > (family === 4 ? 32 : 128)) return false;
      const list = new BlockList();
      list.addSubnet(network, prefix, typeOf(family));
      return list.check(address, typeOf(family));
    },
  };
}

const typeOf = (family: number) => (family === 4 ? "ipv4" : "ipv6");

/** Whether an address is in one of the subnets; the list is made for the first that asks. */
function isIn(...subnets: string[]): (address: string) => boolean {
  let list: BlockList | undefined;
  return (address) => {
    const family = isIP(address);
    if (family === 0) return false;
    if (!list) {
      list = new BlockList();
      for (const subnet of subnets) {
        const [network = "", bits] = subnet.split("/");
        list.addSubnet(network, Number(bits), typeOf(isIP(network)));
      }
    }
    return list.check(address, typeOf(family));
  };
}

const isPrivate = isIn("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");
const isReserved = isIn(
  "0.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  "::/128",
  "::1/128",
  "fe80::/10",
  "ff00::/8",
  "2001:db8::/32",
);

function toNumber(value: Value): Value {
  const address = asText(value) ?? "";
  if (!isIPv4(address)) return undefined;
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

export const addressFunctions: FunctionTable = {
  isvalidip: asks((address) => isIP(address) > 0),
  isvalidipv4: asks(isIPv4),
  isvalidipv6: asks(isIPv6),
  isipinsubnet: within([4, 6]),
  isipv4insubnet: within([4]),
  isipv6insubnet: within([6]),
  ipv4tonumber: { arity: [1, 1], apply: toNumber },
  isprivateip: asks(isPrivate),
  isreservedip: asks(isReserved),
  ispublicip: asks((address) => isIP(address) > 0 && !isPrivate(address) && !isReserved(address)),
};
