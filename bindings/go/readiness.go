package codexsdk

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"
)

// pollInterval is how often a turn or client is polled if the process has no descriptor left to wait with.
const pollInterval = 20 * time.Millisecond

// readiness lets a goroutine sleep until a turn or client has something to take. It sleeps in the runtime's poller, not in
// a thread of the operating system.
type readiness struct {
	// descriptor returns a new descriptor to sleep with, -1 if there is none.
	descriptor func() int
	file       *os.File
	conn       syscall.RawConn
}

// endOf is the error of a context that has ended, and its cause if that is another error.
func endOf(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if err == nil || cause == err {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// await calls take now and whenever there may be something, until take reports that it took it. The error is that of ctx.
func (r *readiness) await(ctx context.Context, take func() bool) error {
	if take() {
		return nil
	}
	if err := endOf(ctx); err != nil {
		return err
	}
	if !r.open() {
		return r.poll(ctx, take)
	}
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		r.file.SetReadDeadline(time.Unix(1, 0))
		close(interrupted)
	})
	defer func() {
		if !stop() {
			<-interrupted
			r.file.SetReadDeadline(time.Time{})
		}
	}()
	if r.conn.Read(func(uintptr) bool { return take() }) == nil {
		return nil
	}
	if err := endOf(ctx); err != nil {
		return err
	}
	// The poller failed, not the turn.
	return r.poll(ctx, take)
}

// open registers a descriptor with the poller, unless there is one already. It reports whether there is one.
func (r *readiness) open() bool {
	if r.file != nil {
		return true
	}
	descriptor := r.descriptor()
	if descriptor < 0 {
		return false
	}
	file := os.NewFile(uintptr(descriptor), "codexsdk")
	conn, err := file.SyscallConn()
	if err != nil || file.SetReadDeadline(time.Time{}) != nil {
		file.Close()
		return false
	}
	r.file, r.conn = file, conn
	return true
}

// poll is await without a descriptor.
func (r *readiness) poll(ctx context.Context, take func() bool) error {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for !take() {
		select {
		case <-ctx.Done():
			return endOf(ctx)
		case <-ticker.C:
		}
	}
	return nil
}

func (r *readiness) close() {
	if r.file != nil {
		r.file.Close()
	}
}
