//go:build !codexsdk_system

package codexsdk

// Links the static library of this checkout into the program, which then needs no other file: the one from `make build`,
// or else the one from `cargo build`.

// #cgo CFLAGS: -I${SRCDIR}/../../include
// #cgo linux LDFLAGS: -L${SRCDIR}/../../target/release -L${SRCDIR}/../../target/debug -l:libcodex_sdk.a
// #cgo linux LDFLAGS: -lgcc_s -lutil -lrt -lpthread -lm -ldl
// #cgo darwin LDFLAGS: ${SRCDIR}/../../target/release/libcodex_sdk.a -liconv -lSystem -lm
//
// // Relative to the folder of the header.
// #if !__has_include("../target/release/libcodex_sdk.a") && !__has_include("../target/debug/libcodex_sdk.a")
// #error "the library is not built yet: run `make build` or `cargo build` in the root of the libcodex_sdk checkout"
// #endif
import "C"
