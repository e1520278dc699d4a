import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { Rule } from "./rules.ts";

/** Addresses of a block: `10.0.0.0/24`, `2001:db8::/32`. `complaint` makes the error of a wrong block. */
export function cidrRule(text: string, complaint: (message: string) => Error): Rule {
  const [address = "", mask, ...more] = text.split("/");
  if (mask === undefined || more.length > 0) throw complaint("Malformed CIDR, one '/' required");
  if (!/^\d+$/.test(mask)) throw complaint("Malformed CIDR, mask bits must be an integer");
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  if (family === "ipv6" && !isIPv6(address)) throw complaint(`Nonstandard IP address: ${address}`);
  const bits = Number(mask);
  const most = family === "ipv4" ? 31 : 127;
  if (bits > most)
    throw complaint(
      family === "ipv4" ? "IPv4 mask bits must be < 32" : "IPv6 mask bits must be < 128",
    );
  const block = new BlockList();
  block.addSubnet(address, bits, family);
  return {
    matches: (found) =>
      typeof found === "string" &&
      (isIPv4(found)
        ? family === "ipv4" && block.check(found, "ipv4")
        : isIPv6(found) && family === "ipv6" && block.check(found, "ipv6")),
  };
}
