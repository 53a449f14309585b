//! What the fuzz targets hold the library against: second, simpler readings of the same things.

pub mod as_the_cli;
pub mod command_line;
pub mod expected;
pub mod grammar;
pub mod places;
