# The reference host, for trying it out: people sign in without a password, so it refuses NODE_ENV=production. A host of
# your own installs the package instead, and needs nothing of this file.
FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
COPY reference-host/package.json reference-host/
COPY phone-systems/ringcentral/package.json phone-systems/ringcentral/
COPY phone-systems/zoom-phone/package.json phone-systems/zoom-phone/
COPY phone-systems/teams-phone/package.json phone-systems/teams-phone/
# The other workspace brings a Node; the image has its own.
RUN npm ci --workspace reference-host --include-workspace-root --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json plugin.manifest.json plugin.manifest.schema.json ./
COPY src src
COPY reference-host reference-host
COPY phone-systems phone-systems
COPY tools/package tools/package
RUN npm run build
RUN npm prune --omit=dev --workspace reference-host --include-workspace-root --no-audit --no-fund

FROM node:22-bookworm-slim
WORKDIR /app
RUN install --directory --owner=node --group=node --mode=700 /data
COPY --from=build /build/package.json /build/plugin.manifest.json /build/plugin.manifest.schema.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY --from=build /build/phone-systems phone-systems
COPY --from=build /build/reference-host/package.json reference-host/
COPY --from=build /build/reference-host/dist reference-host/dist
COPY containers/dialpad-simulator.js containers/
USER node
ENV DATA_DIR=/data PORT=3000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "reference-host/dist/main.js"]
