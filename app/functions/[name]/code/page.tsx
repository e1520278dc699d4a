import type { Metadata } from "next";
import { CodePage } from "@/components/code/code-page";

export const metadata: Metadata = { title: "Code" };

export default function Page() {
  return <CodePage />;
}
