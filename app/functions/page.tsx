import type { Metadata } from "next";
import { cookies } from "next/headers";
import { connectionCookie } from "@/components/ui/api";
import { resolveConnection } from "@/lib/aws/connections";
import { lastFunctions } from "@/lib/functions/list-functions";
import { FunctionsPage } from "./client";

export const metadata: Metadata = { title: "Functions" };

/** Draws the list of the last visit at once; the browser then reads it anew. */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { connection } = await searchParams;
  const id =
    typeof connection === "string" ? connection : (await cookies()).get(connectionCookie)?.value;
  // A connection that does not exist is said by the banner of the shell.
  const resolved = await resolveConnection(id).catch(() => undefined);
  return <FunctionsPage initial={resolved && lastFunctions(resolved)} />;
}
