//! Where the Codex CLI is: the first place that has it wins, and a failure names every place that was tried.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::executable::{is_executable, probe, Cli};
use super::npm;
use crate::transport::failure::{Failure, FailureKind};

/// What the search may look at, as it was when the client was made; a test gives its own.
pub struct Search {
    pub path_override: Option<String>,
    pub environment: Environment,
    /// Only looked at, never run from unless named: a program may stand in a folder that somebody else has filled.
    pub working_directory: Option<PathBuf>,
    /// The folder of the program that runs.
    pub program_folder: Option<PathBuf>,
    /// The folder that holds this library, when it is a shared one.
    pub library_folder: Option<PathBuf>,
}

impl Search {
    pub fn run(&self) -> Result<Cli, Failure> {
        let mut tried = Vec::new();
        if let Some(path) = &self.path_override {
            return self.named(path, "codex_path_override");
        }
        if let Some(path) = self.environment.get("CODEX_SDK_CLI") {
            return self.named(&path.to_string_lossy(), "CODEX_SDK_CLI");
        }
        self.node_modules(&mut tried)
            .or_else(|| self.beside_the_library(&mut tried))
            .or_else(|| self.standalone(&mut tried))
            .or_else(|| self.path(&mut tried))
            .ok_or_else(|| self.nothing_found(tried))
    }

    fn nothing_found(&self, tried: Vec<String>) -> Failure {
        let mut message = format!(
            "no Codex CLI found; install it (`npm install -g @openai/codex`), or name one in the option \
             `codex_path_override` or the variable CODEX_SDK_CLI; `tried` lists the {} places looked at",
            tried.len()
        );
        let above = self.working_directory.iter().flat_map(|folder| folder.ancestors());
        let untrusted_cli = above
            .map(|folder| folder.join("node_modules"))
            .find_map(|modules| npm::in_node_modules(&modules, "", &mut Vec::new()));
        let Some(Cli { path, .. }) = untrusted_cli else {
            return Failure::new(FailureKind::CliNotFound, message).with("tried", tried);
        };
        let path = path.display().to_string();
        message += &format!("; {path} exists, but a CLI in or above the current directory is only run when named");
        Failure::new(FailureKind::CliNotFound, message).with("tried", tried).with("untrusted_cli", path)
    }

    /// A name without a `/` is looked up in `PATH`, as a shell would: never in the current directory.
    fn named(&self, name: &str, by: &'static str) -> Result<Cli, Failure> {
        if name.contains('/') {
            let path = Path::new(name);
            return match &self.working_directory {
                _ if path.is_absolute() => at(path, name, by),
                Some(base) => at(&base.join(path), name, by),
                None => Err(unusable(name, by, "is relative, and the current directory has been deleted")),
            };
        }
        let mut tried = Vec::new();
        let found =
            self.path_folders().into_iter().map(|folder| folder.join(name)).find(|path| probe(path, &mut tried));
        match found {
            Some(path) => at(&path, &path.to_string_lossy(), by),
            None => Err(Failure::new(
                FailureKind::CliNotFound,
                format!("the Codex CLI named by {by} is not in PATH: {name} (to run one from a folder, give its path: ./{name})"),
            )
            .with("tried", tried)),
        }
    }

    fn node_modules(&self, tried: &mut Vec<String>) -> Option<Cli> {
        let mut places = self.above(&self.program_folder, "node_modules above the program");
        for place in self.above(&self.library_folder, "node_modules above the library") {
            if places.iter().all(|(modules, _)| *modules != place.0) {
                places.push(place);
            }
        }
        places.extend(self.global_node_modules().into_iter().map(|modules| (modules, "global node_modules")));
        places.into_iter().find_map(|(modules, found_by)| npm::in_node_modules(&modules, found_by, tried))
    }

    /// The `node_modules` above a folder of ours that are as trustworthy as that folder: the same owner's or root's (in
    /// `/tmp` anybody may make one), and not there because of where the program was started.
    fn above(&self, ours: &Option<PathBuf>, found_by: &'static str) -> Vec<(PathBuf, &'static str)> {
        let owner = |folder: &Path| std::fs::metadata(folder).ok().map(|meta| meta.uid());
        let Some(ours) = ours else { return Vec::new() };
        let above_the_current = |folder: &&Path| {
            let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
            self.working_directory.as_ref().is_some_and(|current| current.starts_with(folder))
        };
        let folders = ours.ancestors().filter(|folder| !above_the_current(folder));
        let places = folders.map(|folder| folder.join("node_modules"));
        let trusted = places.filter(|modules| owner(modules).is_none_or(|uid| uid == 0 || Some(uid) == owner(ours)));
        trusted.map(|modules| (modules, found_by)).collect()
    }

    /// npm's global folder is `lib/node_modules` beside the `bin` that holds `node` or `npm`.
    fn global_node_modules(&self) -> Vec<PathBuf> {
        let prefix = self.environment.get("NPM_CONFIG_PREFIX").map(PathBuf::from);
        let prefix = prefix.filter(|prefix| prefix.is_absolute()).map(|prefix| prefix.join("lib/node_modules"));
        let beside_node = self
            .path_folders()
            .into_iter()
            .filter(|folder| folder.join("node").is_file() || folder.join("npm").is_file())
            .filter_map(|folder| Some(folder.parent()?.join("lib/node_modules")));
        let mut found: Vec<PathBuf> = prefix.into_iter().chain(beside_node).collect();
        found.dedup();
        found
    }

    fn beside_the_library(&self, tried: &mut Vec<String>) -> Option<Cli> {
        npm::in_vendor(&self.library_folder.as_ref()?.join("vendor"), "vendor folder beside the library", tried)
    }

    fn standalone(&self, tried: &mut Vec<String>) -> Option<Cli> {
        let home = self.environment.codex_home().filter(|home| home.is_absolute())?;
        let path = home.join("packages/standalone/current/bin/codex");
        probe(&path, tried).then(|| Cli::plain(path, "standalone installation"))
    }

    fn path(&self, tried: &mut Vec<String>) -> Option<Cli> {
        self.path_folders().into_iter().map(|folder| folder.join("codex")).find_map(|path| {
            if !probe(&path, tried) {
                return None;
            }
            Some(npm::behind_shim(&path, "PATH").unwrap_or_else(|| Cli::plain(path, "PATH")))
        })
    }

    /// Absolute entries only: an empty or relative one would run what lies in the current directory.
    fn path_folders(&self) -> Vec<PathBuf> {
        let path = self.environment.get("PATH").unwrap_or_default();
        std::env::split_paths(path).filter(|folder| folder.is_absolute()).fold(Vec::new(), |mut folders, folder| {
            if !folders.contains(&folder) {
                folders.push(folder);
            }
            folders
        })
    }
}

/// A path the user gave, as `name`: it must be right, nothing else is tried.
fn at(path: &Path, name: &str, by: &'static str) -> Result<Cli, Failure> {
    let refuse = |why: &str| Err(unusable(name, by, why));
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => refuse("does not exist"),
        Err(error) => refuse(&format!("cannot be looked at ({error})")),
        Ok(meta) if meta.is_dir() => refuse("is a directory, not an executable"),
        Ok(_) if !is_executable(path) => refuse("is not executable (chmod +x?)"),
        Ok(_) => Ok(npm::behind_shim(path, by).unwrap_or_else(|| Cli::plain(path.components().collect(), by))),
    }
}

fn unusable(name: &str, by: &str, why: &str) -> Failure {
    Failure::new(FailureKind::CliNotFound, format!("the Codex CLI named by {by} {why}: {name}"))
        .with("tried", vec![name.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    fn executable(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn search(environment: &Environment, program: &Path, cwd: &Path) -> Result<Cli, Failure> {
        Search {
            path_override: None,
            environment: environment.clone(),
            working_directory: Some(cwd.into()),
            program_folder: Some(program.into()),
            library_folder: Some(program.join("lib")),
        }
        .run()
    }

    #[test]
    fn each_place_is_found_in_its_turn() {
        let root = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(root.path()).unwrap();
        let (home, program, bin) = (root.join("home"), root.join("a/b"), root.join("bin"));
        let search = |environment: &Environment| search(environment, &program, &root.join("elsewhere"));
        let environment = Environment::of([
            ("CODEX_HOME".into(), home.display().to_string()),
            ("PATH".into(), format!("relative::{}", bin.display())),
        ]);

        let failure = search(&environment).unwrap_err();
        assert_eq!(failure.kind, FailureKind::CliNotFound);
        let tried = failure.facts["tried"].to_string();
        assert!(tried.contains("a/b/node_modules") && tried.contains("standalone") && tried.contains("bin/codex"));
        assert!(!tried.contains("relative") && tried.matches("a/b/node_modules").count() == 1, "{tried}");

        executable(&bin.join("codex"), "#!/bin/sh\n");
        assert_eq!(search(&environment).unwrap().found_by, "PATH");

        executable(&home.join("packages/standalone/current/bin/codex"), "");
        assert_eq!(search(&environment).unwrap().found_by, "standalone installation");

        let triple = npm::TRIPLE;
        let package = root.join("a/node_modules/@openai").join(npm::PACKAGE).join("vendor").join(triple);
        executable(&package.join("codex/codex"), "");
        assert!(search(&environment).unwrap().path.ends_with("codex/codex"));

        executable(&package.join("bin/codex"), "");
        fs::create_dir_all(package.join("codex-path")).unwrap();
        fs::write(package.join("codex-package.json"), "{}").unwrap();
        let cli = search(&environment).unwrap();
        assert!(cli.path.ends_with("bin/codex"));
        assert_eq!(cli.path_folders, [package.join("codex-path")]);
    }

    #[test]
    fn the_current_directory_is_looked_at_and_not_run_from() {
        let root = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(root.path()).unwrap();
        let environment = Environment::of([("PATH".into(), ":.:bin".into()), ("CODEX_HOME".into(), ".".into())]);
        let package = root.join("node_modules/@openai").join(npm::PACKAGE).join("vendor").join(npm::TRIPLE);
        executable(&package.join("codex/codex"), "");
        let failure = search(&environment, Path::new("/no/such/program"), &root.join("project")).unwrap_err();
        let path = package.join("codex/codex").display().to_string();
        assert_eq!(failure.facts["untrusted_cli"], path);
        assert!(failure.message.contains(&path) && failure.message.contains("only run when named"));
        // Not even for a program that lies there itself.
        let failure = search(&environment, &root.join("project/build"), &root.join("project")).unwrap_err();
        assert_eq!(failure.facts["untrusted_cli"], path);
        assert!(search(&environment, &root.join("project/build"), Path::new("/no/such/place")).is_ok());
    }

    #[test]
    fn a_bare_name_is_looked_up_in_path() {
        let root = tempfile::tempdir().unwrap();
        let environment = Environment::of([("PATH".into(), format!(".::{}", root.path().display()))]);
        let search = |name| {
            let (working_directory, program_folder, library_folder) = (None, None, None);
            let (path_override, environment) = (Some(String::from(name)), environment.clone());
            Search { path_override, environment, working_directory, program_folder, library_folder }.run()
        };
        // The tests run in the project's folder, which has it.
        let failure = search("Cargo.toml").unwrap_err();
        assert!(failure.message.contains("not in PATH") && failure.message.contains("./Cargo.toml"));
        executable(&root.path().join("my-codex"), "");
        assert_eq!(search("my-codex").unwrap().path, root.path().join("my-codex"));
    }

    #[test]
    fn a_javascript_shim_leads_to_the_native_binary() {
        let root = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(root.path()).unwrap();
        let modules = root.join("lib/node_modules");
        let native = modules.join("@openai").join(npm::PACKAGE).join("vendor").join(npm::TRIPLE);
        executable(&native.join("bin/codex"), "");
        fs::write(native.join("codex-package.json"), "{}").unwrap();
        executable(&modules.join("@openai/codex/bin/codex.js"), "#!/usr/bin/env node\n");
        fs::create_dir_all(root.join("bin")).unwrap();
        std::os::unix::fs::symlink(modules.join("@openai/codex/bin/codex.js"), root.join("bin/codex")).unwrap();

        let cli = at(&root.join("bin/codex"), "bin/codex", "codex_path_override").unwrap();
        assert_eq!(cli.path, native.join("bin/codex"));
    }

    #[test]
    fn a_named_path_must_be_an_executable_file() {
        let root = tempfile::tempdir().unwrap();
        let plain = root.path().join("plain");
        fs::write(&plain, "").unwrap();
        for (path, words) in [
            (root.path().to_path_buf(), "is a directory"),
            (root.path().join("gone"), "does not exist"),
            (plain, "is not executable"),
        ] {
            let failure = at(&path, "it", "codex_path_override").unwrap_err();
            assert!(failure.message.contains(words), "{}", failure.message);
        }
    }
}
