//! The `minutebook` program: hands the command line to [`minutebook::cli`] and turns its answer into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    minutebook::cli::main()
}
