//go:build codexsdk_system

package codexsdk

// An installed library (`make install`), found by pkg-config.

// #cgo pkg-config: codex-sdk
import "C"
