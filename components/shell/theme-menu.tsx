"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { applyTheme, type Theme } from "./preferences";

const themes = [
  { theme: "system", label: "As the system", icon: Monitor },
  { theme: "light", label: "Light", icon: Sun },
  { theme: "dark", label: "Dark", icon: Moon },
] as const;

export function ThemeMenu({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const Icon = theme === "dark" ? Moon : Sun;
  return (
    <Menu
      trigger={<IconButton icon={Icon} label="Theme" />}
      items={themes.map((one) => ({
        label: one.label,
        icon: one.icon,
        checked: one.theme === theme,
        onSelect: () => {
          applyTheme(one.theme);
          setTheme(one.theme);
        },
      }))}
    />
  );
}
