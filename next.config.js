/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.LAMBDECK_NEXT_DIR ?? ".next",
  // Types are checked by `npm run check`, once and faster than here.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["libsql", "pino", "@aws-sdk/credential-providers", "ws"],
  devIndicators: false,
};

export default config;
