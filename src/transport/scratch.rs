//! A turn's temporary files: private to the user, gone with the turn's process.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{symlink, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::descriptor::may_grow_to;
use super::failure::Failure;

/// Made when first needed; most turns need none.
pub struct Scratch<'a> {
    parent: &'a Path,
    prefix: &'a str,
    folder: Option<TempDir>,
}

impl<'a> Scratch<'a> {
    pub fn new(parent: &'a Path, prefix: &'a str) -> Self {
        Scratch { parent, prefix, folder: None }
    }

    /// Writes the output schema and answers with its path.
    pub fn schema(&mut self, schema: &str) -> Result<String, Failure> {
        let path = may_grow_to(schema.len()).and_then(|()| Ok(self.folder()?.join("schema.json")));
        path.and_then(|path| {
            let mut file = fs::File::options().write(true).create_new(true).mode(0o600).open(&path)?;
            file.write_all(schema.as_bytes())?;
            Ok(path.to_string_lossy().into_owned())
        })
        .map_err(|error| Failure::io("cannot write the output schema to a temporary file", &error))
    }

    /// The CLI takes a comma for the end of an image's path (0.169.0): such an image gets a link without one.
    pub fn image(&mut self, index: usize, path: &str) -> Result<String, Failure> {
        if !path.contains(',') {
            return Ok(path.to_owned());
        }
        let mut link = || -> io::Result<String> {
            let target = std::path::absolute(path)?;
            let mut name = PathBuf::from(format!("image-{index}"));
            if let Some(extension) = target.extension().filter(|extension| !extension.to_string_lossy().contains(',')) {
                name.set_extension(extension);
            }
            let link = self.folder()?.join(name);
            symlink(target, &link)?;
            Ok(link.to_string_lossy().into_owned())
        };
        link().map_err(|error| Failure::io("cannot link an image into the temporary folder", &error))
    }

    /// The folder, to be kept until the process has ended.
    pub fn into_folder(self) -> Option<TempDir> {
        self.folder
    }

    fn folder(&mut self) -> io::Result<&Path> {
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => tempfile::Builder::new()
                .prefix(self.prefix)
                .permissions(fs::Permissions::from_mode(0o700))
                .tempdir_in(self.parent)?,
        };
        Ok(self.folder.insert(folder).path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_private_and_go_with_the_folder() {
        let parent = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::new(parent.path(), "p-");
        let schema = PathBuf::from(scratch.schema("{}").unwrap());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&schema), mode(schema.parent().unwrap())), (0o600, 0o700));
        assert_eq!(scratch.image(0, "/a.png").unwrap(), "/a.png");
        let link = scratch.image(1, "/x/a,b.png").unwrap();
        assert!(!link.contains(',') && link.ends_with(".png"));
        assert_eq!(fs::read_link(link).unwrap(), Path::new("/x/a,b.png"));
        drop(scratch.into_folder());
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }
}
