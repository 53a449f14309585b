package codexsdk

/*
#include <codex_sdk.h>

#if CODEX_SDK_ABI_VERSION != 1
#error "this Go package is written for ABI version 1 of codex_sdk.h"
#endif

#include <fcntl.h>
#include <string.h>

// Called for each event: without these, its arguments would be allocated on the heap.
#cgo noescape codex_sdk_turn_next
#cgo nocallback codex_sdk_turn_next

// A function of variable arguments cannot be called from Go.
static int duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 3); }
*/
import "C"

import (
	"fmt"
	"strings"
	"unsafe"
)

// Handles are numbers dressed as pointers, which the library checks: one that was freed can still be asked with. Their
// types are incomplete, so that the garbage collector does not follow them.
type (
	clientHandle = *C.codex_sdk_client
	threadHandle = *C.codex_sdk_thread
	turnHandle   = *C.codex_sdk_turn
)

// A status is what a call came to.
type status = C.codex_sdk_status

const (
	statusOK      status = C.CODEX_SDK_OK
	statusTimeout status = C.CODEX_SDK_TIMEOUT
	statusEnd     status = C.CODEX_SDK_END
)

// checkLibrary refuses a library that speaks another ABI than the header this was compiled with.
func checkLibrary() error {
	if abi := C.codex_sdk_abi_version(); abi != C.CODEX_SDK_ABI_VERSION {
		return &Error{Code: ErrLibrary, Message: fmt.Sprintf(
			"libcodex_sdk %s has ABI version %d, and this program was compiled for %d: build it anew, or install libcodex_sdk %s",
			Version(), abi, C.CODEX_SDK_ABI_VERSION, C.CODEX_SDK_VERSION)}
	}
	return nil
}

// Version is the version of the library, such as "0.1.0".
func Version() string {
	return C.GoString(C.codex_sdk_version())
}

func clientNew(options []byte) (handle clientHandle, err error) {
	var problem *C.char
	status := C.codex_sdk_client_new(lend(options), &handle, &problem)
	return handle, failure(status, problem)
}

func clientInfo(client clientHandle) ([]byte, error) {
	var info, problem *C.char
	status := C.codex_sdk_client_info(client, &info, &problem)
	return take(info), failure(status, problem)
}

func clientFree(client clientHandle) {
	C.codex_sdk_client_free(client)
}

func threadStart(client clientHandle, options []byte) (handle threadHandle, err error) {
	var problem *C.char
	status := C.codex_sdk_thread_start(client, lend(options), &handle, &problem)
	return handle, failure(status, problem)
}

func threadResume(client clientHandle, id, options []byte) (handle threadHandle, err error) {
	var problem *C.char
	status := C.codex_sdk_thread_resume(client, lend(id), lend(options), &handle, &problem)
	return handle, failure(status, problem)
}

func threadID(thread threadHandle) string {
	var id *C.char
	C.codex_sdk_thread_id(thread, &id, nil)
	return string(take(id))
}

func threadFree(thread threadHandle) {
	C.codex_sdk_thread_free(thread)
}

// turnStart takes no prompt (nil) where the options hold the input.
func turnStart(thread threadHandle, prompt, options []byte) (handle turnHandle, err error) {
	var problem *C.char
	status := C.codex_sdk_turn_start(thread, lend(prompt), lend(options), &handle, &problem)
	return handle, failure(status, problem)
}

// turnNext takes the next event's line, if there is one now.
func turnNext(turn turnHandle) (line string, _ status, err error) {
	var (
		event   *C.char
		length  C.size_t
		problem *C.char
	)
	status := C.codex_sdk_turn_next(turn, 0, &event, &length, &problem)
	if status == statusOK {
		// Only lent, until the next call on the turn.
		line = strings.Clone(borrow(event, length))
	}
	return line, status, failure(status, problem)
}

// turnWait takes what is there, and gives the result if the turn is over.
func turnWait(turn turnHandle) (result []byte, _ status, err error) {
	var text, problem *C.char
	status := C.codex_sdk_turn_wait(turn, 0, &text, &problem)
	return take(text), status, failure(status, problem)
}

// turnDescriptor makes a descriptor that is readable while there is something to take; -1 if the process has none left.
func turnDescriptor(turn turnHandle) int {
	return int(C.duplicate(C.codex_sdk_turn_fd(turn)))
}

func turnCancel(turn turnHandle) {
	C.codex_sdk_turn_cancel(turn)
}

func turnFree(turn turnHandle) {
	C.codex_sdk_turn_free(turn)
}

// terminated is a text as C has it; the library copies what it is given.
func terminated(text string) []byte {
	return append([]byte(text), 0)
}

// lend passes a terminated text for the time of one call.
func lend(text []byte) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(text)))
}

// borrow is a text of the library's, for as long as that keeps it.
func borrow(text *C.char, length C.size_t) string {
	return unsafe.String((*byte)(unsafe.Pointer(text)), int(length))
}

// take copies a text that the library hands over, and frees it.
func take(text *C.char) []byte {
	if text == nil {
		return nil
	}
	defer C.codex_sdk_string_free(text)
	return []byte(borrow(text, C.strlen(text)))
}

// failure is the error of a call, if there is one.
func failure(status status, problem *C.char) error {
	if status >= 0 {
		return nil
	}
	code := Code(strings.ToLower(C.GoString(C.codex_sdk_status_name(status))))
	failed := &Error{Raw: take(problem)}
	fillFrom(failed.Raw, failed.fill)
	if failed.Message == "" {
		failed.Message = "the library answered " + string(code) + " and said no more"
	}
	failed.Code = code
	return failed
}
