import type { Metadata } from "next";
import { cookies } from "next/headers";
import { connectionCookie } from "@/components/ui/api";
import { resolveConnection } from "@/lib/aws/connections";
import { firstFunctions } from "@/lib/functions/list-functions";
import { FunctionsPage } from "./client";
import { readListView } from "./search-params";

export const metadata: Metadata = { title: "Functions" };

/** Draws the first rows of the last reading at once; the browser then reads the list. */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const params = new URLSearchParams(
    Object.entries(await searchParams).flatMap(([name, value]) =>
      [value ?? []].flat().map((one) => [name, one]),
    ),
  );
  const id = params.get("connection") ?? (await cookies()).get(connectionCookie)?.value;
  // A connection that does not exist is said by the banner of the shell.
  const resolved = await resolveConnection(id).catch(() => undefined);
  const initial = resolved && firstFunctions(resolved, readListView(params), timeOfRequest());
  return <FunctionsPage initial={initial} />;
}

function timeOfRequest(): number {
  return Date.now();
}
