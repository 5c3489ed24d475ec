//! The tables of a transcript as CSV: given a transcript, gives its tables one after the other with an empty line
//! between. A cell merged over columns stands in the first of them. Knows nothing of what a table says.

use crate::model::transcript::{Row, Table, Transcript};

/// The tables, in the order of the text.
pub fn document(transcript: &Transcript) -> String {
    let tables: Vec<String> = transcript.tables.iter().map(|table| csv(transcript, table)).collect();
    tables.join("\r\n")
}

fn csv(transcript: &Transcript, table: &Table) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in &table.rows {
        // Writing to memory cannot fail, and every row has as many fields.
        let _ = writer.write_record(fields(transcript, row, table.columns as usize));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn fields(transcript: &Transcript, row: &Row, columns: usize) -> Vec<String> {
    let mut fields = vec![String::new(); columns];
    for cell in &row.cells {
        if let Some(field) = fields.get_mut(cell.col as usize) {
            *field = transcript.quote(cell.span);
        }
    }
    fields
}
