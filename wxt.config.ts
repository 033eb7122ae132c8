import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { patchHnswlib } from './lib/index/csp-patch';
import { copyOnnxRuntime } from './lib/vision/ship-runtime';

/** Public half of the key that fixes the unpacked extension's id; the private half was thrown away. */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAo0Y0fjYv+2VRNeP6LvcI6Vt9v4cp2ojsB9zOBj0gQ5XJ1VJnEwhdTILwelIB1ru9DjcI1a25Vn9Gw8bERifqQusjAN+vPMqyO7xd4u+mrbbNTOxONLmUAtX9rFRvmFlHxoy0zcyvEQgsLWNuzU95w8TGcugGm91qN2IWT9IzEjkkJ0i6rBwpEDzdjSnkOH6owFeDCmR6G0E/VEZ1u1q19fHEBVVZkxb/3PLTzez2fXtygszDCxZNMo3iDtf/UCs/LKOTKMcwUws7CQ2wchTXAzdkY0NQsOQYj06CpS74OzmZhexizKlpgFj0nPpgYopb71ueo0L2323HGJjqC8FHgQIDAQAB';

export default defineConfig({
  imports: false,
  srcDir: '.',
  hooks: { 'build:publicAssets': copyOnnxRuntime },
  manifest: ({ mode }) => ({
    key: KEY,
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    minimum_chrome_version: '148',
    // Carries Blobs and typed arrays through messages; without it a Uint8Array arrives as a plain object.
    message_serialization: 'structured_clone',
    permissions: [
      'activeTab',
      'alarms',
      'contextMenus',
      'offscreen',
      'scripting',
      'sidePanel',
      'storage',
      'unlimitedStorage',
    ],
    optional_host_permissions: ['http://*/*', 'https://*/*'],
    // Only the demo and the browser tests are built with every site allowed: a script cannot click the prompt.
    ...(mode === 'allsites' ? { host_permissions: ['http://*/*', 'https://*/*'] } : {}),
    content_security_policy: {
      extension_pages:
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self' blob: data: http: https:; object-src 'none'; base-uri 'none'; form-action 'none'",
    },
    action: { default_title: '__MSG_actionTitle__' },
    commands: {
      'toggle-site': { suggested_key: { default: 'Alt+Shift+L' }, description: '__MSG_commandToggle__' },
      dots: { suggested_key: { default: 'Alt+Shift+D' }, description: '__MSG_commandDots__' },
      'shop-area': { suggested_key: { default: 'Alt+Shift+G' }, description: '__MSG_shopArea__' },
      looks: { suggested_key: { default: 'Alt+Shift+S' }, description: '__MSG_savedLooks__' },
    },
  }),
  vite: () => ({
    plugins: [preact(), patchHnswlib()],
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'import', 'default'] },
    worker: { format: 'es', plugins: () => [patchHnswlib()] },
    build: { target: 'chrome148', assetsInlineLimit: 0 },
  }),
});
