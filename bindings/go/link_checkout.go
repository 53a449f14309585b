//go:build !codexsdk_system

package codexsdk

// The library as `make build` leaves it in this checkout, linked into the program, which then needs no file beside it.

// #cgo CFLAGS: -I${SRCDIR}/../../include
// #cgo linux LDFLAGS: ${SRCDIR}/../../target/release/libcodex_sdk.a -lgcc_s -lutil -lrt -lpthread -lm -ldl
// #cgo darwin LDFLAGS: ${SRCDIR}/../../target/release/libcodex_sdk.a -liconv -lSystem -lm
//
// // As seen from the folder of the header.
// #if !__has_include("../target/release/libcodex_sdk.a")
// #error "the library is not built yet: run `make build` in the root of the libcodex_sdk checkout"
// #endif
import "C"
