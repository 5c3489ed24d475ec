//! What a column is: its name, what its cells are, what they mean, whether there always is one, from which list its words
//! come and to which table it leads. Everything that is published about the tables (schemas, dictionary, checks, other
//! formats) is made from these; the same stand beside the functions that fill the cells. Knows nothing of any one table.

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number with a decimal point.
    Number,
    /// `true` or `false`.
    Truth,
    /// `2019-05-14`.
    Date,
    /// `18:30`.
    Time,
}

/// A column, or a key of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Its heading.
    pub name: &'static str,
    /// What its cells are.
    pub sort: Sort,
    /// What they mean, in one sentence without its stop.
    pub meaning: &'static str,
    /// Whether there always is one. Otherwise empty means: not recorded.
    pub always: bool,
    /// The words that may stand there; none: any.
    pub words: &'static [&'static str],
    /// The table to whose id it leads.
    pub leads_to: Option<&'static str>,
    /// The least and the most that a number may be.
    pub range: Option<(f64, f64)>,
}

impl Field {
    const fn new(name: &'static str, sort: Sort, meaning: &'static str) -> Self {
        Self { name, sort, meaning, always: false, words: &[], leads_to: None, range: None }
    }

    /// Words as printed, or made from them.
    pub const fn text(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, Sort::Text, meaning)
    }

    /// One of these words.
    pub const fn word(name: &'static str, words: &'static [&'static str], meaning: &'static str) -> Self {
        Self { words, ..Self::new(name, Sort::Text, meaning) }
    }

    /// The id of a row of that table.
    pub const fn key(name: &'static str, table: &'static str, meaning: &'static str) -> Self {
        Self { leads_to: Some(table), ..Self::new(name, Sort::Text, meaning) }
    }

    /// A count: a whole number, not below zero.
    pub const fn count(name: &'static str, meaning: &'static str) -> Self {
        Self { range: Some((0.0, u32::MAX as f64)), ..Self::new(name, Sort::Integer, meaning) }
    }

    /// A number with a decimal point.
    pub const fn number(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, Sort::Number, meaning)
    }

    /// `true` or `false`.
    pub const fn truth(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, Sort::Truth, meaning)
    }

    /// A day of the calendar.
    pub const fn date(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, Sort::Date, meaning)
    }

    /// A time of the day.
    pub const fn time(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, Sort::Time, meaning)
    }

    /// The same, never empty.
    #[must_use]
    pub const fn always(self) -> Self {
        Self { always: true, ..self }
    }

    /// The same, from the one to the other.
    #[must_use]
    pub const fn within(self, least: f64, most: f64) -> Self {
        Self { range: Some((least, most)), ..self }
    }

    /// What is wrong with a cell of this column, if anything: what was expected there.
    pub fn fault(&self, cell: &str) -> Option<String> {
        if cell.is_empty() {
            return self.always.then(|| "a cell is never empty here".to_owned());
        }
        if !self.words.is_empty() && !self.words.contains(&cell) {
            return Some(format!("one of {} is expected", self.words.join(", ")));
        }
        (!self.is_sound(cell)).then(|| format!("{} is expected", self.expected()))
    }

    fn is_sound(&self, cell: &str) -> bool {
        match self.sort {
            Sort::Text => true,
            Sort::Integer => cell.parse::<i64>().is_ok_and(|n| self.holds(n as f64)),
            Sort::Number => cell.parse::<f64>().is_ok_and(|n| n.is_finite() && self.holds(n)),
            Sort::Truth => matches!(cell, "true" | "false"),
            Sort::Date => cell.len() == 10 && cell.parse::<jiff::civil::Date>().is_ok(),
            Sort::Time => is_time(cell),
        }
    }

    fn holds(&self, number: f64) -> bool {
        self.range.is_none_or(|(least, most)| (least..=most).contains(&number))
    }

    fn expected(&self) -> String {
        let range = self.range.map(|(least, most)| format!(" from {least} to {most}")).unwrap_or_default();
        let what = match self.sort {
            Sort::Text => "text",
            Sort::Integer => "a whole number",
            Sort::Number => "a number",
            Sort::Truth => "true or false",
            Sort::Date => "a date like 2019-05-14",
            Sort::Time => "a time like 18:30",
        };
        format!("{what}{range}")
    }
}

/// `18:30`: two digits, a colon, two digits, on the clock.
fn is_time(cell: &str) -> bool {
    let two = |part: &str, below: u8| {
        part.len() == 2
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|n| n < below)
    };
    cell.split_once(':').is_some_and(|(hour, minute)| two(hour, 24) && two(minute, 60))
}

/// A CSV file of the dataset.
#[derive(Clone, Debug)]
pub struct Described {
    /// Its path below the dataset, with `/`.
    pub path: String,
    /// What it is called where paths are no names: `items`, `report-issues`.
    pub name: String,
    /// What a row is.
    pub meaning: &'static str,
    /// Its columns, in order.
    pub fields: Vec<Field>,
    /// The column by which a row is known, if one is.
    pub key: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_judged_by_its_column() {
        let sound = |field: Field, cell| field.fault(cell).is_none();
        assert!(sound(Field::text("a", ""), "") && !sound(Field::text("a", "").always(), ""));
        assert!(sound(Field::date("a", ""), "2019-05-14") && !sound(Field::date("a", ""), "2019-02-30"));
        assert!(sound(Field::time("a", ""), "18:30") && !sound(Field::time("a", ""), "24:00"));
        assert!(!sound(Field::time("a", ""), "9:30") && !sound(Field::count("a", ""), "-1"));
        let share = Field::number("a", "").within(0.0, 1.0);
        assert!(sound(share, "0.5") && !sound(share, "1.5"));
        let word = Field::word("a", &["for", "against"], "");
        assert_eq!(word.fault("fro").unwrap(), "one of for, against is expected");
    }
}
