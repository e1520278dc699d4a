import type { Metadata } from "next";
import { BoardPage } from "./client";

export const metadata: Metadata = { title: "Concurrency" };

export default function Page() {
  return <BoardPage />;
}
