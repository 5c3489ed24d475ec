//! What became of recommendations: given a report and the item that took it, gives for each recommendation the decision
//! that answers it, by its words or by naming the recommendations as a whole. That one was adopted, amended, deferred or
//! refused is said only where the decision's words show it.

use super::brief::{Decision, Item};
use super::wording::Wording;
use crate::model::minutes::Said;

/// Two matches this close are alike.
const CLOSE: f64 = 0.05;
/// Wordings are alike from here on …
const LIKE: f64 = 0.6;
/// … and say the same from here on, where the numbers are the same.
const SAME: f64 = 0.85;
/// So much of a short decision stands in the recommendation that it answers.
const WITHIN: f64 = 0.75;
/// What both share weighs at least this, in letters: "the Action Plan be approved".
const LEAST_SHARED: u32 = 14;
/// How sure it is that a decision on the recommendations as a whole answers each.
const NAMED: f64 = 0.95;
/// How sure it is that an item put off puts off what was recommended.
const ITEM_DEFERRED: f64 = 0.9;

/// The answer to a recommendation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'b> {
    /// The recommendation, from 0.
    pub recommendation: usize,
    /// Id of the decision or part.
    pub decision: &'b str,
    /// How they were matched.
    pub method: &'static str,
    /// How well, 0 to 1.
    pub score: f64,
    /// Nothing else fits.
    pub only: bool,
    /// What became of it.
    pub outcome: Option<&'static str>,
}

/// The answers that an item gives to recommendations.
pub(super) fn answers<'b>(recommendations: &[(Wording, Said)], item: &'b Item) -> Vec<Answer<'b>> {
    // What narrative tells of the way to a decision is not the decision, where a keyword opens one.
    let formal = item.decisions.iter().any(|d| d.formal);
    let decisions: Vec<&Decision> = item.decisions.iter().filter(|d| d.formal || !formal).collect();
    let all = || (0..).zip(recommendations);
    if let [decision] = decisions.as_slice()
        && decision.whole
        && (decision.deferred || decision.said.turn == Some("deferred"))
    {
        return all().map(|(at, _)| item_deferred(at, decision)).collect();
    }
    let by_words: Vec<Answer> = all().flat_map(|(at, r)| by_words(at, r, &decisions)).collect();
    let by_words = contested(by_words);
    let open = |at: usize| !by_words.iter().any(|a| a.recommendation == at);
    let named: Vec<Answer> =
        all().filter(|(at, _)| open(*at)).flat_map(|(at, _)| by_name(at, &decisions)).collect();
    let mut answers: Vec<Answer> = by_words.into_iter().chain(named).collect();
    answers.sort_by_key(|a| a.recommendation);
    answers
}

fn item_deferred(recommendation: usize, decision: &Decision) -> Answer<'_> {
    Answer {
        recommendation,
        decision: &decision.id,
        method: "item_deferred",
        score: ITEM_DEFERRED,
        only: true,
        outcome: Some("deferred"),
    }
}

/// Decisions in the words of the recommendation: the best, and those as good.
fn by_words<'b>(at: usize, asked: &(Wording, Said), decisions: &[&'b Decision]) -> Vec<Answer<'b>> {
    let found = decisions.iter().filter_map(|d| in_words(at, asked, d));
    let found: Vec<Answer> = found.collect();
    let top = found.iter().map(|a| a.score).fold(0.0, f64::max);
    let best: Vec<Answer> = found.into_iter().filter(|a| a.score >= top - CLOSE).collect();
    let only = best.len() == 1;
    best.into_iter().map(|a| Answer { only, ..a }).collect()
}

fn in_words<'b>(
    recommendation: usize,
    (asked, meant): &(Wording, Said),
    decision: &'b Decision,
) -> Option<Answer<'b>> {
    let decided = &decision.wording;
    let likeness = decided.likeness(asked);
    let numbers = decided.numbers_within(asked);
    let answer = |method, score, outcome| {
        Some(Answer { recommendation, decision: &decision.id, method, score, only: true, outcome })
    };
    // "not to proceed" is no refusal where that was recommended.
    let turn = decision.said.turn.filter(|t| meant.turn != Some(*t));
    let adopted = || Some("adopted").filter(|_| numbers);
    match () {
        () if decided.is_same(asked) => answer("words_exact", 1.0, Some("adopted")),
        () if likeness >= LIKE => {
            let same = likeness >= SAME && asked.numbers_within(decided);
            answer("words_similar", likeness, turn.or_else(|| adopted().filter(|_| same)))
        }
        () if decided.within(asked) >= WITHIN && decided.shared(asked) >= LEAST_SHARED => {
            let consents = decision.said.consents;
            answer("words_within", (1.0 + likeness) / 2.0, turn.or_else(|| adopted().filter(|_| consents)))
        }
        () => None,
    }
}

/// One decision answers one recommendation: where several claim it, the best has it, and those as good are candidates.
fn contested(answers: Vec<Answer>) -> Vec<Answer> {
    let rivals = |a: &Answer| {
        let others =
            answers.iter().filter(|b| b.decision == a.decision && b.recommendation != a.recommendation);
        others.map(|b| b.score).fold(0.0, f64::max)
    };
    let kept = answers.iter().filter(|a| a.score >= rivals(a) - CLOSE);
    kept.map(|a| {
        let only = a.only && a.score > rivals(a) + CLOSE;
        Answer { only, outcome: a.outcome.filter(|_| only), ..*a }
    })
    .collect()
}

/// A decision that names the recommendations as a whole; none where two do.
fn by_name<'b>(recommendation: usize, decisions: &[&'b Decision]) -> Option<Answer<'b>> {
    let mut naming = decisions.iter().filter(|d| d.said.names);
    let decision = naming.next().filter(|_| naming.next().is_none())?;
    let outcome = decision.said.turn.or_else(|| decision.said.consents.then_some("adopted"))?;
    Some(Answer {
        recommendation,
        decision: &decision.id,
        method: "recommendations_named",
        score: NAMED,
        only: true,
        outcome: Some(outcome),
    })
}
