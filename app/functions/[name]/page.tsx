import { Overview } from "@/components/metrics/overview";

export default function OverviewPage() {
  return <Overview />;
}
