//! A turn's temporary files: private to the user, gone with the turn's process.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{symlink, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::os::rlimit::may_grow_to;
use crate::transport::failure::Failure;
use crate::transport::request::Image;

/// Made when first needed; most turns need none.
pub struct Scratch<'a> {
    parent: &'a Path,
    prefix: &'a str,
    folder: Option<Folder>,
}

/// Removed when dropped, with what was put into it. By name: to look into a folder takes a descriptor, which a host may
/// not have left.
pub struct Folder {
    path: PathBuf,
    content: Vec<PathBuf>,
}

impl Folder {
    fn new(parent: &Path, prefix: &str) -> io::Result<Self> {
        let private = fs::Permissions::from_mode(0o700);
        let made = tempfile::Builder::new().prefix(prefix).permissions(private.clone()).tempdir_in(parent)?;
        let folder = Folder { path: made.keep(), content: Vec::new() };
        // The host's umask may have taken away our own permissions, too.
        fs::set_permissions(&folder.path, private)?;
        Ok(folder)
    }

    /// The path of what is going to be made there.
    fn place(&mut self, name: impl AsRef<Path>) -> PathBuf {
        let path = self.path.join(name);
        self.content.push(path.clone());
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for path in &self.content {
            let _ = fs::remove_file(path);
        }
        let _ = fs::remove_dir(&self.path);
    }
}

impl<'a> Scratch<'a> {
    pub fn new(parent: &'a Path, prefix: &'a str) -> Self {
        Scratch { parent, prefix, folder: None }
    }

    /// Writes the output schema and answers with its path.
    pub fn schema(&mut self, schema: &str) -> Result<String, Failure> {
        self.write("schema.json", schema.as_bytes())
            .map_err(|error| self.failure("cannot write the output schema to a temporary file", &error))
    }

    /// The path under which the CLI finds an image.
    pub fn image(&mut self, index: usize, image: &Image) -> Result<String, Failure> {
        match image {
            Image::File(path) => self.image_file(index, path),
            // The CLI looks at the content, not at the name (0.169.0).
            Image::Bytes(bytes) => self
                .write(&format!("image-{index}"), bytes)
                .map_err(|error| self.failure("cannot write an image to a temporary file", &error)),
        }
    }

    /// The CLI takes a comma for the end of an image's path (0.169.0): such an image gets a link without one.
    fn image_file(&mut self, index: usize, path: &str) -> Result<String, Failure> {
        if !path.contains(',') {
            return Ok(path.to_owned());
        }
        let mut link = || -> io::Result<String> {
            let target = std::path::absolute(path)?;
            let mut name = PathBuf::from(format!("image-{index}"));
            if let Some(extension) = target.extension().filter(|extension| !extension.to_string_lossy().contains(',')) {
                name.set_extension(extension);
            }
            let link = self.folder()?.place(name);
            symlink(target, &link)?;
            Ok(link.to_string_lossy().into_owned())
        };
        link().map_err(|error| self.failure("cannot link an image into a temporary folder", &error))
    }

    fn failure(&self, what: &str, error: &io::Error) -> Failure {
        Failure::io(&format!("{what} in {} (set `TMPDIR` to use another folder)", self.parent.display()), error)
    }

    fn write(&mut self, name: &str, content: &[u8]) -> io::Result<String> {
        may_grow_to(content.len())?;
        let path = self.folder()?.place(name);
        let mut file = fs::File::options().write(true).create_new(true).mode(0o600).open(&path)?;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        file.write_all(content)?;
        Ok(path.to_string_lossy().into_owned())
    }

    /// The folder, to be kept until the process has ended.
    pub fn into_folder(self) -> Option<Folder> {
        self.folder
    }

    fn folder(&mut self) -> io::Result<&mut Folder> {
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => Folder::new(self.parent, self.prefix)?,
        };
        Ok(self.folder.insert(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_takes_no_files_is_named() {
        for parent in ["/no/such/folder", "/proc"] {
            let failure = Scratch::new(Path::new(parent), "p-").schema("{}").unwrap_err();
            assert!(failure.message.contains(&format!(" in {parent} (")), "{}", failure.message);
        }
    }

    #[test]
    fn files_are_private_and_go_with_the_folder() {
        let parent = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::new(parent.path(), "p-");
        let schema = PathBuf::from(scratch.schema("{}").unwrap());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&schema), mode(schema.parent().unwrap())), (0o600, 0o700));
        let file = |path: &str| Image::File(path.into());
        assert_eq!(scratch.image(0, &file("/a.png")).unwrap(), "/a.png");
        let link = scratch.image(1, &file("/x/a,b.png")).unwrap();
        assert!(!link.contains(',') && link.ends_with(".png"));
        assert_eq!(fs::read_link(link).unwrap(), Path::new("/x/a,b.png"));
        let written = PathBuf::from(scratch.image(2, &Image::Bytes(b"PNG".to_vec())).unwrap());
        assert_eq!((mode(&written), fs::read(&written).unwrap()), (0o600, b"PNG".to_vec()));
        drop(scratch.into_folder());
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }
}
