//! What the ids of threads mean, however they are written.

use std::time::{Duration, SystemTime};

/// Whether the CLI, asked for one thread, has gone on with it. It takes a UUID in any of its spellings, and the name of a
/// thread; for a name that it does not know it begins a new thread.
pub fn is_resumed(asked_for: &str, answered: &str, began: SystemTime) -> bool {
    match (digits(asked_for), digits(answered)) {
        (Some(asked_for), Some(answered)) => asked_for == answered,
        (None, Some(answered)) => made_at(&answered).is_some_and(|made_at| made_at < milliseconds(began)),
        _ => asked_for == answered,
    }
}

/// The 32 digits of a UUID.
fn digits(id: &str) -> Option<String> {
    let braced = || id.strip_prefix('{')?.strip_suffix('}');
    let digits = id.strip_prefix("urn:uuid:").or_else(braced).unwrap_or(id).replace('-', "").to_ascii_lowercase();
    (digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some(digits)
}

/// Milliseconds since 1970 at which a UUID of version 7 was made; the CLI's are such.
fn made_at(digits: &str) -> Option<u128> {
    (digits.as_bytes().get(12) == Some(&b'7')).then(|| u128::from_str_radix(digits.get(..12)?, 16).ok())?
}

fn milliseconds(time: SystemTime) -> u128 {
    time.duration_since(SystemTime::UNIX_EPOCH).as_ref().map_or(0, Duration::as_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made in November 2026.
    const ID: &str = "01a22a54-f3c2-7be1-b96b-7cb5f216a685";

    #[test]
    fn an_id_is_the_same_in_every_spelling() {
        for asked_for in [
            ID,
            "01A22A54-F3C2-7BE1-B96B-7CB5F216A685",
            "01a22a54f3c27be1b96b7cb5f216a685",
            "urn:uuid:01a22a54-f3c2-7be1-b96b-7cb5f216a685",
            "{01a22a54-f3c2-7be1-b96b-7cb5f216a685}",
        ] {
            assert!(is_resumed(asked_for, ID, SystemTime::UNIX_EPOCH), "{asked_for}");
        }
        let other = "01a22a54-f3c2-7be1-b96b-7cb5f216a686";
        assert!(!is_resumed(ID, other, SystemTime::now()));
        assert!(is_resumed("thread-1", "thread-1", SystemTime::UNIX_EPOCH));
        assert!(!is_resumed("thread-1", "THREAD-1", SystemTime::now()));
        assert!(!is_resumed(ID, "thread-1", SystemTime::now()));
    }

    #[test]
    fn a_name_is_resumed_if_its_thread_is_older_than_the_turn() {
        let made = SystemTime::UNIX_EPOCH + Duration::from_millis(0x01a2_2a54_f3c2);
        assert!(is_resumed("my thread", ID, made + Duration::from_millis(1)));
        assert!(!is_resumed("my thread", ID, made));
        assert!(!is_resumed("my thread", ID, SystemTime::UNIX_EPOCH - Duration::from_secs(1)));
        // Of version 4: when it was made is not known.
        assert!(!is_resumed("my thread", "01a22a54-f3c2-4be1-b96b-7cb5f216a685", made + Duration::from_secs(1)));
    }
}
