//! Functions that read JSON, for programs without a JSON reader.

use std::ffi::{c_char, c_void};
use std::mem::size_of;
use std::ptr;

use super::boundary::{guard_pure, owned, required, text};
use super::status::{codex_sdk_status, CODEX_SDK_OK};
use crate::json::{self, JsonKind, JsonMember};
use crate::os::memory;
use crate::sdk::Error;

/// Reads one value out of a JSON text: an event's "/type", a result's "/final_response", an error's "/message".
///
/// - `json`: the text, for example an event, a result or an error.
/// - `pointer`: a JSON Pointer (RFC 6901): "" is the whole text, "/item/text" is a member, "/items/0" is an element. If
///   a name occurs twice, the last one counts.
/// - `value`: receives the text of a string, or the JSON of anything else; NULL if there is no such value, which is not
///   an error. A NUL inside a string is replaced by U+FFFD (`codex_sdk_json_members` keeps it). Free the value with
///   `codex_sdk_string_free`.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_json_get(
    json: *const c_char,
    pointer: *const c_char,
    value: *mut *mut c_char,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says.
    unsafe {
        guard_pure(error_json, || {
            required("value", value)?;
            let found = json::pointer(text("json", json)?, text("pointer", pointer)?).map_err(Error::from)?;
            *value = found.map(owned).transpose()?.unwrap_or(std::ptr::null_mut());
            Ok(CODEX_SDK_OK)
        })
    }
}

/// The kind of a JSON value: one of the numbers of `codex_sdk_json_kind_code`.
#[allow(non_camel_case_types)]
pub type codex_sdk_json_kind = i32;

/// The numbers of a `codex_sdk_json_kind`.
#[repr(C)]
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum codex_sdk_json_kind_code {
    /// null.
    CODEX_SDK_JSON_NULL = 0,
    /// true or false.
    CODEX_SDK_JSON_BOOLEAN = 1,
    /// A number.
    CODEX_SDK_JSON_NUMBER = 2,
    /// A string.
    CODEX_SDK_JSON_STRING = 3,
    /// An array.
    CODEX_SDK_JSON_ARRAY = 4,
    /// An object.
    CODEX_SDK_JSON_OBJECT = 5,
}

pub use codex_sdk_json_kind_code::*;

/// A member of a JSON object, or an element of an array. Its texts are NUL-terminated, and their lengths do not include
/// the NUL. It is returned in arrays, so its size is part of the ABI.
#[repr(C)]
#[allow(non_camel_case_types)]
pub struct codex_sdk_json_member {
    /// The name of the member; NULL for an element of an array.
    pub name: *const c_char,
    /// Length of the name in bytes.
    pub name_length: usize,
    /// The text of a string, including any NULs inside it, or the JSON of anything else.
    pub value: *const c_char,
    /// Length of the value in bytes.
    pub value_length: usize,
    /// The kind of the value.
    pub kind: codex_sdk_json_kind,
}

/// Splits a JSON object or array into its members, one level deep and in one pass.
///
/// - `json`: the text, for example an event, or a member's value that is itself an object.
/// - `members`: receives the members, in order; if a name occurs twice, the last one counts. NULL if there are none, or
///   if the text is neither an object nor an array. One `codex_sdk_json_members_free` frees them all.
/// - `count`: receives the number of members; must not be NULL.
/// - `error_json`: see ERRORS above; may be NULL.
///
/// Also returns `CODEX_SDK_ERROR_IO` (out of memory). Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_json_members(
    json: *const c_char,
    members: *mut *mut codex_sdk_json_member,
    count: *mut usize,
    error_json: *mut *mut c_char,
) -> codex_sdk_status {
    // SAFETY: the pointers are as the contract says.
    unsafe {
        guard_pure(error_json, || {
            required("members", members)?;
            required("count", count)?;
            let found = json::members(text("json", json)?).map_err(Error::from)?;
            *members = block(&found)?;
            *count = found.len();
            Ok(CODEX_SDK_OK)
        })
    }
}

/// Frees the members from `codex_sdk_json_members`. Does nothing if they are NULL. Any thread.
#[no_mangle]
pub unsafe extern "C" fn codex_sdk_json_members_free(members: *mut codex_sdk_json_member) {
    // SAFETY: made by malloc in `block`, or NULL.
    unsafe { libc::free(members.cast::<c_void>()) };
}

/// One piece of memory that holds the members and behind them their texts.
fn block(members: &[JsonMember]) -> Result<*mut codex_sdk_json_member, Error> {
    if members.is_empty() {
        return Ok(ptr::null_mut());
    }
    let texts =
        members.iter().map(|member| member.name.as_deref().map_or(0, |name| name.len() + 1) + member.text.len() + 1);
    let size = size_of::<codex_sdk_json_member>() * members.len() + texts.sum::<usize>();
    // SAFETY: asks for memory, which is written within its size: the members, and each text with its NUL.
    unsafe {
        let block = libc::malloc(size).cast::<codex_sdk_json_member>();
        if block.is_null() {
            return Err(Error::memory(memory::out_of_memory()));
        }
        let mut free = block.add(members.len()).cast::<u8>();
        let mut put = |text: &str| {
            let here = free;
            ptr::copy_nonoverlapping(text.as_ptr(), here, text.len());
            here.add(text.len()).write(0);
            free = here.add(text.len() + 1);
            (here.cast_const().cast::<c_char>(), text.len())
        };
        for (index, member) in members.iter().enumerate() {
            let (name, name_length) = member.name.as_deref().map_or((ptr::null(), 0), &mut put);
            let (value, value_length) = put(&member.text);
            block.add(index).write(codex_sdk_json_member {
                name,
                name_length,
                value,
                value_length,
                kind: kind_code(member.kind) as codex_sdk_json_kind,
            });
        }
        Ok(block)
    }
}

fn kind_code(kind: JsonKind) -> codex_sdk_json_kind_code {
    match kind {
        JsonKind::Null => CODEX_SDK_JSON_NULL,
        JsonKind::Boolean => CODEX_SDK_JSON_BOOLEAN,
        JsonKind::Number => CODEX_SDK_JSON_NUMBER,
        JsonKind::String => CODEX_SDK_JSON_STRING,
        JsonKind::Array => CODEX_SDK_JSON_ARRAY,
        JsonKind::Object => CODEX_SDK_JSON_OBJECT,
    }
}
