//! How long a turn may take, how long it may be silent, and how long it may be offline.

use std::future::{pending, Future};
use std::time::Duration;

use tokio::time::Instant;

use crate::sdk::cause;
use crate::sdk::error::Error;
use crate::sdk::error_code::Code;

/// While it cannot connect, the CLI (0.171.0) prints a notice at least this often: its pauses double from 5 s to 60 s.
/// Once it has been quiet for longer, it is probably connected and the model is thinking; the next notice tells.
const QUIET_IS_ONLINE: Duration = Duration::from_secs(90);

/// How long a turn may take; none is for ever.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timeouts {
    /// From the turn's start.
    pub total: Option<Duration>,
    /// Without progress, while the host leaves room for some.
    pub idle: Option<Duration>,
    /// With nothing but retry notices.
    pub offline: Option<Duration>,
}

/// Which of the limits a turn ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Total,
    Idle,
    Offline,
}

/// The times of one turn that its limits are measured from.
pub struct Clock {
    timeouts: Timeouts,
    started: Instant,
    progress: Instant,
    /// The first and the last of the notices that have come since.
    notices: Option<(Instant, Instant)>,
    /// Whether there was such a long quiet before the last of them that the CLI may have been connected.
    was_quiet: bool,
}

impl Clock {
    pub fn start(timeouts: Timeouts) -> Self {
        let now = Instant::now();
        Clock { timeouts, started: now, progress: now, notices: None, was_quiet: false }
    }

    pub fn progress(&mut self, now: Instant) {
        (self.progress, self.notices, self.was_quiet) = (now, None, false);
    }

    pub fn last_progress(&self) -> Instant {
        self.progress
    }

    pub fn notice(&mut self, now: Instant) {
        let is_after_quiet =
            self.notices.is_some_and(|(_, last)| now.saturating_duration_since(last) > QUIET_IS_ONLINE);
        // One long quiet may have been the model's thinking. After a second one without progress it was not: where packets
        // are dropped in silence, notices come 158 s apart (0.171.0).
        let begins_anew = is_after_quiet && !self.was_quiet;
        let first = self.notices.filter(|_| !begins_anew).map_or(now, |(first, _)| first);
        (self.notices, self.was_quiet) = (Some((first, now)), self.was_quiet || is_after_quiet);
    }

    /// For so long nothing could come: the host had not taken what there was.
    pub fn pause(&mut self, time: Duration) {
        self.progress += time;
        self.notices = self.notices.map(|(first, last)| (first + time, last + time));
    }

    /// Waits until the turn has taken too long.
    pub fn total_up(&self) -> impl Future<Output = Limit> {
        let up = sleep_until(after(self.started, self.timeouts.total));
        async {
            up.await;
            Limit::Total
        }
    }

    /// Waits until one of the limits is reached, if nothing comes meanwhile.
    pub async fn up(&self) -> Limit {
        tokio::select! {
            limit = self.total_up() => limit,
            limit = self.silence_up() => limit,
        }
    }

    /// Waits until nothing has come for too long, if nothing comes meanwhile.
    pub async fn silence_up(&self) -> Limit {
        let (time, limit) = self.end_of_silence().unzip();
        sleep_until(time).await;
        limit.unwrap_or(Limit::Idle)
    }

    fn end_of_silence(&self) -> Option<(Instant, Limit)> {
        let offline = self.notices.and_then(|(first, last)| {
            after(first, self.timeouts.offline).filter(|&up| up.saturating_duration_since(last) <= QUIET_IS_ONLINE)
        });
        let idle = after(self.progress, self.timeouts.idle);
        let ends = [offline.map(|up| (up, Limit::Offline)), idle.map(|up| (up, Limit::Idle))];
        ends.into_iter().flatten().min_by_key(|&(up, _)| up)
    }

    /// The turn's end by one of its limits; the CLI's last notice says why, if one has come since the last progress.
    pub fn error(&self, limit: Limit, notice: Option<&str>) -> Error {
        let (option, time, what) = match limit {
            Limit::Total => ("timeout_ms", self.timeouts.total, "the turn took longer than"),
            Limit::Idle => ("idle_timeout_ms", self.timeouts.idle, "the turn made no progress for"),
            Limit::Offline => ("offline_timeout_ms", self.timeouts.offline, "nothing but retry notices came for"),
        };
        let code = if limit == Limit::Offline { Code::TurnFailed } else { Code::TurnTimeout };
        let mut message = format!("{what} {} ms (turn option `{option}`)", time.unwrap_or_default().as_millis());
        if let Some(notice) = notice {
            message = format!("{message}: {}", cause::readable(notice));
        }
        Error::new(code, message).with("option", option).with("retryable", true)
    }
}

/// A time too far away to be represented is never.
fn after(time: Instant, duration: Option<Duration>) -> Option<Instant> {
    duration.and_then(|duration| time.checked_add(duration))
}

/// No time is never.
async fn sleep_until(time: Option<Instant>) {
    match time {
        Some(time) => tokio::time::sleep_until(time).await,
        None => pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// When the silence ends, in seconds from the start, and why, after notices at these seconds.
    fn end(idle: u64, offline: u64, notices: &[u64]) -> Option<(u64, Limit)> {
        let limit = |time: u64| (time > 0).then(|| seconds(time));
        let mut clock = Clock::start(Timeouts { total: None, idle: limit(idle), offline: limit(offline) });
        for &at in notices {
            clock.notice(clock.started + seconds(at));
        }
        clock.end_of_silence().map(|(time, limit)| ((time - clock.started).as_secs(), limit))
    }

    #[test]
    fn notices_are_no_progress() {
        assert_eq!(end(100, 0, &[]), Some((100, Limit::Idle)));
        assert_eq!(end(100, 0, &[20, 90]), Some((100, Limit::Idle)));
        assert_eq!(end(0, 0, &[20, 90]), None);
    }

    #[test]
    fn being_offline_counts_from_the_first_notice() {
        assert_eq!(end(0, 120, &[]), None);
        assert_eq!(end(0, 30, &[10]), Some((40, Limit::Offline)));
        // As the CLI prints them at a closed port.
        assert_eq!(end(0, 120, &[4, 12, 25, 48, 91]), Some((124, Limit::Offline)));
        assert_eq!(end(200, 120, &[4, 48, 91]), Some((124, Limit::Offline)));
        assert_eq!(end(100, 120, &[4, 48, 91]), Some((100, Limit::Idle)));
    }

    #[test]
    fn a_cli_that_stops_complaining_is_online() {
        assert_eq!(end(0, 120, &[4]), None);
        assert_eq!(end(0, 120, &[4, 5, 8, 12]), None);
        assert_eq!(end(0, 120, &[4, 20]), None);
        // Another interruption after the model has thought for a while, which lasts.
        assert_eq!(end(0, 120, &[4, 20, 300]), None);
        assert_eq!(end(0, 120, &[4, 20, 300, 340, 380]), Some((420, Limit::Offline)));
        // As the CLI prints them where packets are dropped.
        assert_eq!(end(0, 120, &[158, 316]), None);
        assert_eq!(end(0, 120, &[158, 316, 474]), Some((436, Limit::Offline)));
    }

    #[test]
    fn progress_and_a_host_that_takes_nothing_are_allowed_for() {
        let timeouts = Timeouts { total: None, idle: Some(seconds(50)), offline: Some(seconds(30)) };
        let mut clock = Clock::start(timeouts);
        let at = |clock: &Clock| clock.end_of_silence().map(|(time, limit)| ((time - clock.started).as_secs(), limit));
        clock.notice(clock.started + seconds(10));
        clock.pause(seconds(100));
        assert_eq!(at(&clock), Some((140, Limit::Offline)));
        clock.progress(clock.started + seconds(120));
        assert_eq!(at(&clock), Some((170, Limit::Idle)));
    }

    #[test]
    fn the_notice_says_why() {
        let clock =
            Clock::start(Timeouts { total: Some(seconds(1)), idle: Some(seconds(2)), offline: Some(seconds(3)) });
        for (limit, code, words) in [
            (Limit::Total, Code::TurnTimeout, "longer than 1000 ms (turn option `timeout_ms`): no route"),
            (Limit::Idle, Code::TurnTimeout, "no progress for 2000 ms (turn option `idle_timeout_ms`): no route"),
            (Limit::Offline, Code::TurnFailed, "came for 3000 ms (turn option `offline_timeout_ms`): no route"),
        ] {
            let error = clock.error(limit, Some("no route"));
            assert_eq!(error.code(), code);
            assert!(error.message().ends_with(words), "{}", error.message());
            assert!(error.to_json().contains("\"retryable\":true"));
        }
        assert!(clock.error(Limit::Total, None).message().ends_with("`timeout_ms`)"));
    }
}
