import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { port: 5173, strictPort: true },
  build: {
    // The font travels inside the style sheet: no second request, so text never re-flows.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? true : undefined),
    chunkSizeWarningLimit: 700,
  },
});
