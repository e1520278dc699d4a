import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readTheme, themeCookie, zoneCookie } from "@/components/shell/preferences";
import { SessionProvider } from "@/components/shell/session";
import { Shell } from "@/components/shell/shell";
import { connectionCookie } from "@/components/ui/api";

export const metadata: Metadata = {
  title: { default: "Lambdeck", template: "%s - Lambdeck" },
  description: "A dashboard for AWS Lambda",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

/** The cookies decide theme, zone and connection here, so that the first paint is already right. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = readTheme(jar.get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        <SessionProvider
          rememberedConnection={jar.get(connectionCookie)?.value}
          zone={jar.get(zoneCookie)?.value === "local" ? "local" : "utc"}
          nowMs={timeOfRequest()}
        >
          <Shell theme={theme}>{children}</Shell>
        </SessionProvider>
      </body>
    </html>
  );
}

function timeOfRequest(): number {
  return Date.now();
}
