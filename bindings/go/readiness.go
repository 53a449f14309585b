package codexsdk

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"
)

// look is the time between two looks at a turn in a process that has no descriptor left to wait for it with.
const look = 20 * time.Millisecond

// readiness lets a goroutine sleep until a turn has something to take. It is the runtime's poller that waits: no thread
// does.
type readiness struct {
	turn turnHandle
	file *os.File
	conn syscall.RawConn
}

// endOf is why a context has ended: its error, and its cause where there is another.
func endOf(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if err == nil || cause == err {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// await calls take, now and whenever there is something, until it says that it has taken it. An error is that of ctx.
func (r *readiness) await(ctx context.Context, take func() bool) error {
	if take() {
		return nil
	}
	if err := endOf(ctx); err != nil {
		return err
	}
	if !r.open() {
		return r.look(ctx, take)
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
	// It is the poller that has failed, and not the turn.
	return r.look(ctx, take)
}

// open makes a descriptor that the poller knows, if there is none yet.
func (r *readiness) open() bool {
	if r.file != nil {
		return true
	}
	descriptor := turnDescriptor(r.turn)
	if descriptor < 0 {
		return false
	}
	file := os.NewFile(uintptr(descriptor), "codexsdk turn")
	conn, err := file.SyscallConn()
	if err != nil || file.SetReadDeadline(time.Time{}) != nil {
		file.Close()
		return false
	}
	r.file, r.conn = file, conn
	return true
}

// look is await without a descriptor.
func (r *readiness) look(ctx context.Context, take func() bool) error {
	ticker := time.NewTicker(look)
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
