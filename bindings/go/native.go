package codexsdk

/*
#include <codex_sdk.h>

#if CODEX_SDK_ABI_VERSION != 1
#error "this Go package needs ABI version 1 of codex_sdk.h"
#endif

#include <fcntl.h>
#include <string.h>

// It is called for each event. Without these, its arguments would be allocated on the heap.
#cgo noescape codex_sdk_turn_next
#cgo nocallback codex_sdk_turn_next

// Go cannot call a variadic function.
static int duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 3); }
*/
import "C"

import (
	"fmt"
	"strings"
	"unsafe"
)

// Handles are numbers dressed as pointers. The library checks them, so passing one that was freed is safe. Their types are
// incomplete, so the garbage collector does not follow them.
type (
	clientHandle = *C.codex_sdk_client
	threadHandle = *C.codex_sdk_thread
	turnHandle   = *C.codex_sdk_turn
)

// A status is the result of a call.
type status = C.codex_sdk_status

const (
	statusOK      status = C.CODEX_SDK_OK
	statusTimeout status = C.CODEX_SDK_TIMEOUT
	statusEnd     status = C.CODEX_SDK_END
)

// checkLibrary refuses a library whose ABI is not that of the header this package was compiled with.
func checkLibrary() error {
	if abi := C.codex_sdk_abi_version(); abi != C.CODEX_SDK_ABI_VERSION {
		return &Error{Code: ErrLibrary, Message: fmt.Sprintf(
			"libcodex_sdk %s has ABI version %d, but this program was compiled for %d: rebuild it, or install libcodex_sdk %s",
			Version(), abi, C.CODEX_SDK_ABI_VERSION, C.CODEX_SDK_VERSION)}
	}
	return nil
}

// Version returns the version of the library, such as "0.1.0".
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

// clientRequest waits for the answer, for that many milliseconds; -1 waits for ever.
func clientRequest(client clientHandle, method, params []byte, timeout int32) (result []byte, _ status, err error) {
	var text, problem *C.char
	status := C.codex_sdk_client_request(client, lend(method), lend(params), C.int32_t(timeout), &text, &problem)
	return take(text), status, failure(status, problem)
}

// clientNext returns the next notification, if there is one now.
func clientNext(client clientHandle) (line string, _ status, err error) {
	var (
		notification *C.char
		length       C.size_t
		problem      *C.char
	)
	status := C.codex_sdk_client_next(client, 0, &notification, &length, &problem)
	if status == statusOK {
		// Borrowed until the next call.
		line = strings.Clone(borrow(notification, length))
	}
	return line, status, failure(status, problem)
}

// clientDescriptor is for notifications what turnDescriptor is for events.
func clientDescriptor(client clientHandle) int {
	return int(C.duplicate(C.codex_sdk_client_fd(client)))
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

func threadFork(client clientHandle, id, options []byte) (handle threadHandle, err error) {
	var problem *C.char
	status := C.codex_sdk_thread_fork(client, lend(id), lend(options), &handle, &problem)
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

// turnStart takes a nil prompt if the options have the input.
func turnStart(thread threadHandle, prompt, options []byte) (handle turnHandle, err error) {
	var problem *C.char
	status := C.codex_sdk_turn_start(thread, lend(prompt), lend(options), &handle, &problem)
	return handle, failure(status, problem)
}

// turnNext returns the next event's line, if there is one now.
func turnNext(turn turnHandle) (line string, _ status, err error) {
	var (
		event   *C.char
		length  C.size_t
		problem *C.char
	)
	status := C.codex_sdk_turn_next(turn, 0, &event, &length, &problem)
	if status == statusOK {
		// Borrowed until the next call on the turn.
		line = strings.Clone(borrow(event, length))
	}
	return line, status, failure(status, problem)
}

// turnWait consumes the events that are there, and returns the result if the turn is over.
func turnWait(turn turnHandle) (result []byte, _ status, err error) {
	var text, problem *C.char
	status := C.codex_sdk_turn_wait(turn, 0, &text, &problem)
	return take(text), status, failure(status, problem)
}

// turnDescriptor returns a new descriptor that is readable while there is something to take; -1 if the process has no
// descriptor left.
func turnDescriptor(turn turnHandle) int {
	return int(C.duplicate(C.codex_sdk_turn_fd(turn)))
}

func turnRespond(turn turnHandle, requestID, response []byte) error {
	var problem *C.char
	status := C.codex_sdk_turn_respond(turn, lend(requestID), lend(response), &problem)
	return failure(status, problem)
}

// turnSteer takes a nil prompt if the options have the input.
func turnSteer(turn turnHandle, prompt, options []byte) error {
	var problem *C.char
	status := C.codex_sdk_turn_steer(turn, lend(prompt), lend(options), &problem)
	return failure(status, problem)
}

func turnID(turn turnHandle) string {
	var id *C.char
	C.codex_sdk_turn_id(turn, &id, nil)
	return string(take(id))
}

func turnCancel(turn turnHandle) {
	C.codex_sdk_turn_cancel(turn)
}

func turnFree(turn turnHandle) {
	C.codex_sdk_turn_free(turn)
}

// terminated returns a text as a C string. The library copies what it is given.
func terminated(text string) []byte {
	return append([]byte(text), 0)
}

// lend passes a C string for the duration of one call.
func lend(text []byte) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(text)))
}

// borrow returns a text in the library's memory, valid for as long as the library keeps it.
func borrow(text *C.char, length C.size_t) string {
	return unsafe.String((*byte)(unsafe.Pointer(text)), int(length))
}

// take copies and frees a text that the library hands over.
func take(text *C.char) []byte {
	if text == nil {
		return nil
	}
	defer C.codex_sdk_string_free(text)
	return []byte(borrow(text, C.strlen(text)))
}

// failure returns the error of a call, if it failed.
func failure(status status, problem *C.char) error {
	if status >= 0 {
		return nil
	}
	code := Code(strings.ToLower(C.GoString(C.codex_sdk_status_name(status))))
	failed := &Error{Raw: take(problem)}
	fillFrom(failed.Raw, failed.fill)
	if failed.Message == "" {
		failed.Message = "the library returned " + string(code) + " without further details"
	}
	failed.Code = code
	return failed
}
