// The core as JavaScript, made of the whole module by build.mjs (wasm2js), for pages that must not run WebAssembly, and for those whose module and rest are not of one build.

/** Starts a core; what it wants and gives is what the module wants and exports. */
export declare function instantiate(imports: object): unknown;
