//! Where the cells of one user run: a folder with the programs and the CLI, all within that user's reach.

use std::fs;
use std::os::unix::fs::{chown, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::harness::cli;
use crate::harness::folders::Folders;
use crate::harness::programs;

pub struct Place {
    folder: TempDir,
    /// Whose processes they are; nobody else's but the test's own when there is none.
    user: Option<u32>,
    pub cli: PathBuf,
}

impl Place {
    pub fn new(user: Option<u32>) -> Result<Place, String> {
        Place::make(user).map_err(|error| error.to_string())
    }

    fn make(user: Option<u32>) -> Result<Place, Box<dyn std::error::Error>> {
        let folder = tempfile::Builder::new().prefix("codex-sdk-survivors-").tempdir()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        let built = programs::built()?.join("libcodex_sdk.so");
        // A copy: the folder in which it was built may be closed to others.
        fs::copy(built, folder.path().join("libcodex_sdk.so.0"))?;
        let mut place = Place { folder, user, cli: cli::native_cli()? };
        place.compile("daemon", &[])?;
        let library = place.path("libcodex_sdk.so.0");
        let origin = "-Wl,-rpath,$ORIGIN";
        place.compile("early_end", &[library.to_str().ok_or("a path that is not UTF-8")?, origin])?;
        if !place.reaches(&place.cli) {
            place.cli = place.copy_cli()?;
            if !place.reaches(&place.cli) {
                return Err(format!("user {user:?} cannot run {}", place.cli.display()).into());
            }
        }
        Ok(place)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Folders of a cell's own, owned by the user.
    pub fn folders(&self) -> std::io::Result<Folders> {
        let folders = Folders::new(self.folder.path())?;
        let all = [&folders.work, &folders.tmp, &folders.home, &folders.codex_home, &folders.record];
        for folder in all.map(PathBuf::as_path).into_iter().chain([folders.root()]) {
            chown(folder, self.user, self.user)?;
        }
        Ok(folders)
    }

    /// A command that runs as the user.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some(user) = self.user {
            command.uid(user).gid(user);
        }
        // cargo's own LD_LIBRARY_PATH would win over the rpath.
        command.env_remove("LD_LIBRARY_PATH");
        command
    }

    fn compile(&self, name: &str, more: &[&str]) -> Result<(), String> {
        let mut command = programs::compilation(&format!("tests/c/{name}.c"), &self.path(name));
        programs::succeed(command.args(more)).map(drop).map_err(|error| error.message().unwrap_or_default().to_string())
    }

    fn reaches(&self, program: &Path) -> bool {
        let mut command = self.command(program);
        command.arg("--version").current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    /// What of the CLI's package a turn needs, in the same places.
    fn copy_cli(&self) -> Result<PathBuf, Box<dyn std::error::Error>> {
        let package = self.cli.parent().and_then(Path::parent).ok_or("the CLI lies in no package")?;
        for name in ["bin/codex", "codex-package.json", "codex-resources/bwrap", "codex-path/rg"] {
            let copy = self.path(name);
            fs::create_dir_all(copy.parent().ok_or("no folder")?)?;
            programs::copy(&package.join(name), &copy)?;
        }
        Ok(self.path("bin/codex"))
    }
}
