//! Reading JSON without a tree: values are slices of the text, in the order and the form in which they stand there.

mod object;
mod pointer;
mod scanner;
mod special_bytes;
mod string;
mod syntax;

pub use object::{array, text_of, Object};
pub use pointer::{members, pointer, JsonError, JsonKind, JsonMember};
pub use scanner::Scanner;
pub use string::decode_string;
pub use syntax::{is_object, syntax_error};
