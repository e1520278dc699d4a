import type { Metadata } from "next";
import { ConcurrencyPage } from "@/components/concurrency/concurrency-page";

export const metadata: Metadata = { title: "Concurrency" };

export default function Page() {
  return <ConcurrencyPage />;
}
