/** What the shop sells. Money is counted in cents: whole numbers add up exactly. */
export const catalogue = [
  { sku: "tea", title: "Green tea, 100 g", priceCents: 690 },
  { sku: "coffee", title: "Coffee beans, 250 g", priceCents: 990 },
  { sku: "mug", title: "Stoneware mug", priceCents: 1490 },
  { sku: "kettle", title: "Steel kettle", priceCents: 5900 },
];
