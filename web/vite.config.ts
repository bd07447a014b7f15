import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** FILE.br and FILE.gz beside each text: the server sends them as they are (src/http/static.h). */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      const folder = here('dist')
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg|json)$/.test(name)) continue
        const text = readFileSync(join(folder, name))
        writeFileSync(join(folder, name + '.gz'), gzipSync(text, { level: 9 }))
        const options = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
        writeFileSync(join(folder, name + '.br'), brotliCompressSync(text, options))
      }
    },
  }
}

export default defineConfig({
  root: here('console'),
  base: '/console/',
  resolve: { alias: { '@': here('console') } },
  plugins: [
    vue(),
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    compressed(),
  ],
  /* One that all pages share (api/feed.ts). */
  worker: { format: 'es', rollupOptions: { output: { hashCharacters: 'hex', entryFileNames: '[name]-[hash:12].js' } } },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: {
        hashCharacters: 'hex',
        entryFileNames: '[name]-[hash:12].js',
        chunkFileNames: '[name]-[hash:12].js',
        assetFileNames: '[name]-[hash:12][extname]',
      },
    },
  },
  server: { proxy: { '/api': process.env['PARCELDESK_URL'] ?? 'http://127.0.0.1:8080' } },
})
