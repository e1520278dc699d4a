import type { Metadata } from "next";
import { FunctionLogs } from "@/components/logs/function-logs";

export const metadata: Metadata = { title: "Logs" };

export default function FunctionLogsPage() {
  return <FunctionLogs />;
}
