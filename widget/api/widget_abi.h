#pragma once

// The C interface of the widget: five functions, JSON text both ways. The browser calls them as exports of the WebAssembly module; a native host can link them.
//
// Text goes in through one buffer of the module: ask for it with deskbell_input(), write UTF-8 into it, then call the function with the same length. Text that comes out ends
// with NUL and stays valid until the next call. Nothing here throws; what is wrong comes back as {"error":"name (detail)"}, with a name of errors.def.

#ifdef __cplusplus
extern "C" {
#endif

/// A buffer of at least `length` bytes for the text of the next call; nullptr when it is longer than 16 MiB.
char* deskbell_input(unsigned length);

/// Starts a session with the configuration (record Config) in the input buffer. Gives its handle, from 1, or 0 when the text is no configuration.
int deskbell_create(unsigned length);

/// Gives the event in the input buffer to a session, at `now_ms` milliseconds since 1970. Gives the output: {"patches":[…],"effects":[…],"next":ms|null,"notes"?:["…"],"error"?:"…"}.
const char* deskbell_handle(int handle, unsigned length, double now_ms);

/// Asks a session, for developers: {"query":"rows"}: what is on the screen.
const char* deskbell_query(int handle, unsigned length);

/// Ends a session and frees what it holds.
void deskbell_destroy(int handle);

#ifdef __cplusplus
}
#endif
