import type { Metadata } from "next";
import type { ReactNode } from "react";
import { FunctionFrame } from "@/components/functions/function-frame";

type Params = Promise<{ name: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const name = decodeURIComponent((await params).name);
  return {
    title: { default: `${name} \u00b7 Overview`, template: `${name} \u00b7 %s - Lambdeck` },
  };
}

export default function FunctionLayout({ children }: { children: ReactNode }) {
  return <FunctionFrame>{children}</FunctionFrame>;
}
