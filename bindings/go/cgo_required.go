//go:build !cgo

package codexsdk

// This package needs cgo. Without it, this name is in the compiler's first error message.
type _ codexsdk_needs_cgo__install_a_C_compiler_and_set_CGO_ENABLED_to_1
