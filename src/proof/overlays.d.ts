declare module 'openapi-overlays-js/src/overlay.js' {
  export function applyOverlay(definition: object, overlay: object): object;
}
