import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { devTap } from './dev-tap.ts';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [svelte({ configFile: false }), devTap()],
  build: {
    chunkSizeWarningLimit: 600,
    outDir: fileURLToPath(new URL('../dist/ui', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // The page's policy is default-src 'self': nothing may be inlined, not even an icon.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
