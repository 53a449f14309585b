//go:build codexsdk_system

package codexsdk

// Links an installed library (`make install`), which pkg-config finds.

// #cgo pkg-config: codex-sdk
import "C"
