//! The library's transports, as cases name them.

use serde::Deserialize;
use std::fmt;

#[derive(Deserialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    Exec,
    AppServer,
}

impl Transport {
    pub const ALL: [Transport; 2] = [Transport::Exec, Transport::AppServer];
}

/// The client option's word for it.
impl fmt::Display for Transport {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(match self {
            Transport::Exec => "exec",
            Transport::AppServer => "app_server",
        })
    }
}
