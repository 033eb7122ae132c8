/** The glue of hnswlib-wasm after `csp-patch`; its own types describe the unpatched loader only. */
declare module 'hnswlib-wasm/dist/hnswlib-317962d7.js' {
  const createHnswlib: (overrides: object) => Promise<object>;
  export default createHnswlib;
}
