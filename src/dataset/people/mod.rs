//! People across meetings: given a brief roll of every document, says which mentions are of one person, within one council
//! and one term of office, and how each was joined. Nothing is joined on a guess: where two people may be meant, or titles
//! speak against it, none is. What it knows is the same in whatever order documents come. Knows nothing of tables.

mod join;
mod register;
pub mod roll;
pub mod roster;

pub use join::{Join, Joined};
pub use register::{People, Person, Register};
