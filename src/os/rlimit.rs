//! The resource limit RLIMIT_LOCKS, which the kernel has not looked at since 2.4.25 but still hands on; and how many
//! descriptors this process may have, and how large its files may be.

use std::io;

/// Soft and hard.
pub type Limit = (u64, u64);

/// That of a process; 0 is this one. Of a process of another user or group EPERM.
#[cfg(target_os = "linux")]
pub fn limit_of(pid: libc::pid_t) -> io::Result<Limit> {
    let mut limit = libc::rlimit64 { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: fills a struct of ours.
    match unsafe { libc::prlimit64(pid, libc::RLIMIT_LOCKS, std::ptr::null(), &mut limit) } {
        0 => Ok((limit.rlim_cur, limit.rlim_max)),
        _ => Err(io::Error::last_os_error()),
    }
}

#[cfg(target_os = "linux")]
pub fn set_limit(pid: libc::pid_t, (soft, hard): Limit) -> io::Result<()> {
    let limit = libc::rlimit64 { rlim_cur: soft, rlim_max: hard };
    // SAFETY: reads a struct of ours.
    match unsafe { libc::prlimit64(pid, libc::RLIMIT_LOCKS, &limit, std::ptr::null_mut()) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

pub fn max_descriptors() -> u64 {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: fills a struct of ours.
    unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) };
    limit.rlim_cur
}

/// Whether a file may grow so large: beyond RLIMIT_FSIZE a write would raise SIGXFSZ, which ends the host.
pub fn may_grow_to(bytes: usize) -> io::Result<()> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: fills a struct of ours.
    let known = unsafe { libc::getrlimit(libc::RLIMIT_FSIZE, &mut limit) } == 0;
    if known && limit.rlim_cur != libc::RLIM_INFINITY && bytes as u64 > limit.rlim_cur {
        return Err(io::Error::from_raw_os_error(libc::EFBIG));
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub fn limit_of(_pid: libc::pid_t) -> io::Result<Limit> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
pub fn set_limit(_pid: libc::pid_t, _limit: Limit) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
