//go:build !cgo

package codexsdk

// Without cgo there is none of this package. This is the first thing that the compiler then complains of, and says so.
type _ codexsdk_needs_cgo__install_a_C_compiler_and_set_CGO_ENABLED_to_1
