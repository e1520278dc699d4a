import type { Metadata } from "next";
import { TriggersOfAccountPage } from "./client";

export const metadata: Metadata = { title: "Triggers" };

export default function Page() {
  return <TriggersOfAccountPage />;
}
