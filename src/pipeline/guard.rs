//! A wall round one document: given work, gives its result, or a sentence about the fault in the program that ended
//! it. While work runs behind the wall, the fault is kept for that sentence and not printed. Knows nothing of documents.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

thread_local! {
    static BEHIND_WALL: Cell<bool> = const { Cell::new(false) };
    static FAULT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does the work; a fault inside becomes a sentence naming the line of source it came from.
///
/// # Errors
/// When the work ended in a fault of the program.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    keep_faults();
    BEHIND_WALL.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    BEHIND_WALL.set(false);
    result.map_err(|_| FAULT.take().unwrap_or_else(|| "internal error".to_owned()))
}

/// Puts our hook before the one in force, once in the life of the program.
fn keep_faults() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let outer = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |fault| match BEHIND_WALL.get() {
            true => FAULT.set(Some(sentence(fault))),
            false => outer(fault),
        }));
    });
}

fn sentence(fault: &PanicHookInfo<'_>) -> String {
    let payload = fault.payload();
    let said =
        payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    let said = said.unwrap_or("no message");
    let place = fault.location().map(|l| format!(" at {}:{}", tail(l.file()), l.line())).unwrap_or_default();
    format!("internal error{place}: {said}")
}

/// The path from its last `src` on, with `/`: a path of the building machine must not reach the dataset.
fn tail(file: &str) -> String {
    let file = file.replace('\\', "/");
    let start = file.rfind("/src/").map_or(0, |at| at + 1);
    file.get(start..).unwrap_or(&file).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_becomes_a_sentence_with_its_line() {
        let said = guarded(|| panic!("nine pages expected")).unwrap_err();
        assert!(said.starts_with("internal error at src/pipeline/guard.rs:"), "{said}");
        assert!(said.ends_with(": nine pages expected"), "{said}");
    }

    #[test]
    fn work_that_ends_well_gives_its_result() {
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
