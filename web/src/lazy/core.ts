// The core as JavaScript, made of deskbell.wasm by build.mjs (wasm2js), for pages that must not run WebAssembly.

/** Starts a core; what it wants and gives is what the module wants and exports. */
export declare function instantiate(imports: object): unknown;
