//! The `minutebook` program: hands the command line to [`minutebook::cli`] and turns its answer into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    minutebook::cli::main()
}

/// Reading a page makes and drops many small texts: with this allocator the program takes about an eighth less time on
/// Linux than with the system's. It asks for no huge pages: they are cleared whole and little of them is used. Its second
/// version takes a third less memory than the third.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
