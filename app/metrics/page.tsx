import type { Metadata } from "next";
import { ComparedFunctions } from "@/components/metrics/compared-functions";

export const metadata: Metadata = { title: "Metrics side by side" };

export default function MetricsPage() {
  return <ComparedFunctions />;
}
