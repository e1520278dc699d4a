import type { Metadata } from "next";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata: Metadata = { title: "Not found" };

/** Shown within the shell for every address that no page has. */
export default function NotFoundPage() {
  return (
    <EmptyState
      title="There is no page at this address"
      actions={
        <>
          <Link className="btn btn-primary" href="/functions">
            All functions
          </Link>
          <Link className="btn" href="/activity">
            Activity
          </Link>
        </>
      }
    >
      A function&rsquo;s pages are Overview, Test, Concurrency, Triggers, Configuration, Code, Logs
      and Versions, in the tabs below its name.
    </EmptyState>
  );
}
