import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { type Connection, isLoopback } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";

const patienceMs = 60_000;
const mostRedirects = 3;

/**
 * Fetches the address that GetFunction names for the code. It comes from outside: only the web is asked, never
 * an address by which machines give out credentials, this machine only where the endpoint is on it, and without
 * encryption only what is no real account's. Each redirect is checked in the same way.
 */
export async function fetchLocation(connection: Connection, location: string): Promise<Response> {
  const signal = AbortSignal.timeout(patienceMs);
  let address = location;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const url = await checkedAddress(connection, address);
    const answer = await fetch(url, { signal, redirect: "manual" }).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw refusal("unreachable", `${url.host} did not answer: ${String(cause)}`);
    });
    const next = answer.status >= 300 && answer.status < 400 && answer.headers.get("location");
    if (!next) return answer;
    await answer.body?.cancel();
    address = URL.canParse(next, url) ? new URL(next, url).href : next;
  }
  throw refusal("unreachable", `It was sent on more than ${mostRedirects} times.`);
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addSubnet("0.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");
loopback.addAddress("::", "ipv6");

// Instance metadata, container credentials and their kin.
const metadata = new BlockList();
metadata.addSubnet("169.254.0.0", 16, "ipv4");
metadata.addAddress("100.100.100.200", "ipv4");
metadata.addSubnet("fe80::", 10, "ipv6");
metadata.addSubnet("fd00:ec2::", 32, "ipv6");

async function checkedAddress(connection: Connection, address: string): Promise<URL> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw refusal("unsupported", `"${address.slice(0, 80)}" is not an address of the web.`);
  if (connection.kind === "profile" && url.protocol !== "https:")
    throw refusal("unsupported", `AWS keeps code at https addresses, not at ${url.origin}.`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = await lookup(host, { all: true }).catch(() => {
    throw refusal("unreachable", `The name ${host} is not known here.`);
  });
  const mayBeHere = connection.endpoint !== undefined && isLoopback(connection.endpoint);
  for (const { address: ip } of found) {
    const family = isIP(ip) === 6 ? "ipv6" : "ipv4";
    if (metadata.check(ip, family) || (!mayBeHere && loopback.check(ip, family)))
      throw refusal("denied", `${url.host} (${ip}) is no place for code; it was not asked.`);
  }
  return url;
}

function refusal(kind: "unsupported" | "unreachable" | "denied", detail: string): ProblemError {
  return new ProblemError({ kind, title: "Could not read the code", detail });
}
