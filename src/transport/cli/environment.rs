//! The environment the CLI is started with.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::os::environ;

/// Names the program that embeds the agent, to the service.
const ORIGINATOR: &str = "CODEX_INTERNAL_ORIGINATOR_OVERRIDE";

/// Where the CLI looks for its key.
pub const API_KEY: &str = "CODEX_API_KEY";

/// A snapshot: taken once for a client, so that a host thread that changes its environment
/// while a turn starts races with nothing.
#[derive(Clone, Debug)]
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
}

impl Environment {
    /// The host's own environment, as it is now.
    pub fn of_the_host() -> Self {
        Environment { variables: environ::variables().into_iter().collect() }
    }

    pub fn of(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        Environment { variables: variables.into_iter().map(|(k, v)| (k.into(), v.into())).collect() }
    }

    /// That of a client: the host's own or the one that is given, with the key.
    pub fn of_client(given: Option<&[(String, String)]>, api_key: Option<&str>) -> Self {
        let mut environment =
            given.map_or_else(Environment::of_the_host, |given| Environment::of(given.iter().cloned()));
        if let Some(key) = api_key {
            environment.set(API_KEY, key);
        }
        environment
    }

    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.variables.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    pub fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.variables.insert(name.into(), value.into());
    }

    pub fn set_originator(&mut self, originator: &str) {
        if self.get(ORIGINATOR).is_none() {
            self.set(ORIGINATOR, originator);
        }
    }

    pub fn originator(&self) -> Option<&str> {
        self.get(ORIGINATOR).and_then(OsStr::to_str)
    }

    /// Puts the folders in front of `PATH`, each once.
    pub fn prepend_path(&mut self, folders: &[PathBuf]) {
        if folders.is_empty() {
            return;
        }
        let old = self.get("PATH").map(OsStr::to_owned).unwrap_or_default();
        let rest = std::env::split_paths(&old)
            .filter(|entry| !entry.as_os_str().is_empty() && !folders.iter().any(|folder| folder == entry));
        // A folder with a `:` in its name cannot be in PATH at all: then PATH stays as it is.
        if let Ok(joined) = std::env::join_paths(folders.iter().cloned().chain(rest)) {
            self.set("PATH", joined);
        }
    }

    /// Makes the folders absolute that the library, the CLI and the agent's commands would look for in different places.
    pub fn fix_folders(&mut self, here: &Path) {
        for name in ["HOME", "CODEX_HOME", "TMPDIR"] {
            let relative = self.get(name).map(Path::new).filter(|folder| folder.is_relative());
            if let Some(folder) = relative.map(|folder| here.join(folder).components().collect::<PathBuf>()) {
                self.set(name, folder);
            }
        }
    }

    /// Where the CLI's temporary files and ours go.
    pub fn temporary_folder(&self) -> PathBuf {
        self.get("TMPDIR").map_or_else(|| PathBuf::from("/tmp"), PathBuf::from)
    }

    /// The CLI's own folder: `CODEX_HOME`, or `.codex` in the home folder.
    pub fn codex_home(&self) -> Option<PathBuf> {
        self.get("CODEX_HOME")
            .map(PathBuf::from)
            .or_else(|| self.get("HOME").map(|home| Path::new(home).join(".codex")))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.variables.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_folders_come_first_and_once() {
        let mut environment = Environment::of([("PATH".into(), "/usr/bin:/x::/bin".into())]);
        environment.prepend_path(&["/x".into(), "/y".into()]);
        assert_eq!(environment.get("PATH").unwrap(), "/x:/y:/usr/bin:/bin");
    }

    #[test]
    fn relative_folders_become_absolute() {
        let variables = [("HOME", "."), ("CODEX_HOME", "../x"), ("TMPDIR", "/t/"), ("OTHER", "y")];
        let mut environment = Environment::of(variables.map(|(name, value)| (name.into(), value.into())));
        environment.fix_folders(Path::new("/a"));
        let found: Vec<_> = environment.iter().map(|(_, value)| value.to_str().unwrap()).collect();
        assert_eq!(found, ["/a/../x", "/a", "y", "/t/"]);
        assert_eq!(environment.temporary_folder(), Path::new("/t"));
    }

    #[test]
    fn an_originator_of_the_users_stays() {
        let mut environment = Environment::of([(ORIGINATOR.into(), "mine".into())]);
        environment.set_originator("ours");
        assert_eq!(environment.get(ORIGINATOR).unwrap(), "mine");
    }
}
