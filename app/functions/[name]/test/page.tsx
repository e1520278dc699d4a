import type { Metadata } from "next";
import { TestView } from "@/components/invoke/test-view";

export const metadata: Metadata = { title: "Test" };

export default function TestPage() {
  return <TestView />;
}
