//! Bars as a drawing of a page: given labels and numbers, gives where each bar, label and line of a chart stands. All
//! figures are printed beside the bars, so that none rests on colour or on measuring. Units are those of the drawing.

/// Width and height of the drawing.
pub const SIZE: [f64; 2] = [720.0, 220.0];

/// Free at the left for the scale, and below for the labels.
const MARGIN: [f64; 2] = [44.0, 26.0];

/// Free above, for the number of the highest bar.
const ABOVE: f64 = 18.0;

/// Bars from which on not every one has room for its number and label.
const CROWDED: usize = 18;

/// Lines of the scale, about.
const LINES: u64 = 4;

/// A chart.
#[derive(Debug)]
pub struct Chart {
    /// By what it is known on the page.
    pub id: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// The same in a sentence, for those who do not see it.
    pub said: String,
    /// Its bars.
    pub bars: Vec<Bar>,
    /// The lines of its scale: number and height.
    pub scale: Vec<(u64, f64)>,
}

/// A bar.
#[derive(Debug)]
pub struct Bar {
    /// Left edge, upper edge, width and height.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// The middle, where its label stands.
    pub middle: f64,
    /// What it stands for; empty where there is no room.
    pub label: String,
    /// How many; empty where there is no room.
    pub number: String,
    /// Both, in words.
    pub said: String,
}

impl Chart {
    /// A chart of these.
    pub fn new(id: &'static str, title: &'static str, entries: &[(String, u64)]) -> Self {
        let most = entries.iter().map(|(_, number)| *number).max().unwrap_or(0).max(1);
        let [width, height] = SIZE;
        let [left, below] = MARGIN;
        let floor = height - below;
        let rise = |number: u64| round(number as f64 / most as f64 * (floor - ABOVE));
        let step = (width - left) / entries.len().max(1) as f64;
        let every = entries.len().div_ceil(CROWDED).max(1);
        let bar = |((label, number), at): (&(String, u64), usize)| {
            let (x, wide, shown) = (left + step * at as f64, step * 0.8, at.is_multiple_of(every));
            Bar {
                x: round(x + step * 0.1),
                y: round(floor - rise(*number)),
                width: round(wide),
                height: rise(*number),
                middle: round(x + step / 2.0),
                label: if shown { label.clone() } else { String::new() },
                number: if every == 1 { number.to_string() } else { String::new() },
                said: format!("{label}: {number}"),
            }
        };
        let bars: Vec<Bar> = entries.iter().zip(0..).map(bar).collect();
        let step = nice(most.div_ceil(LINES).max(1));
        let scale = (1..).map(|n| n * step).take_while(|n| *n <= most);
        let scale = scale.map(|number| (number, round(floor - rise(number)))).collect();
        let said = bars.iter().map(|bar| bar.said.as_str()).collect::<Vec<_>>().join(", ");
        Self { id, title, said, bars, scale }
    }

    /// Where the bars stand.
    pub fn floor(&self) -> f64 {
        SIZE[1] - MARGIN[1]
    }

    /// Where they begin.
    pub fn left(&self) -> f64 {
        MARGIN[0]
    }
}

/// The next of 1, 2, 5, 10, 20, 50 …
fn nice(least: u64) -> u64 {
    let tens = std::iter::successors(Some(1_u64), |n| n.checked_mul(10));
    let all = tens.flat_map(|ten| [1, 2, 5].map(|n| ten.saturating_mul(n)));
    all.into_iter().find(|n| *n >= least).unwrap_or(least)
}

/// A tenth is finer than what is seen.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_reaches_the_top_and_the_scale_is_round() {
        let chart = Chart::new("c", "t", &[("a".into(), 0), ("b".into(), 37), ("c".into(), 10)]);
        assert_eq!(chart.bars[1].y, ABOVE);
        assert_eq!(chart.bars[0].height, 0.0);
        assert_eq!(chart.scale.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [10, 20, 30]);
        assert_eq!([1, 3, 7, 12, 30, 99].map(nice), [1, 5, 10, 20, 50, 100]);
        assert!(Chart::new("c", "t", &[]).bars.is_empty());
    }
}
