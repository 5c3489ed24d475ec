//! What words of decision say of the recommendations that they decide on: given decisions or recommendations, notes on
//! each whether it names the recommendations as a whole, consents, alters, puts off or declines. Knows nothing of which
//! report a decision was taken on.

use super::reader::Reader;
use crate::house_style::HouseStyle;
use crate::model::minutes::{Resolution, Said};
use crate::model::report::Recommendation;

/// Notes what each decision and part says.
pub(super) fn of_decisions(style: &HouseStyle, reader: &Reader, decisions: &mut [Resolution]) {
    for decision in decisions {
        decision.said = said(style, reader.text(decision.text));
        for part in &mut decision.parts {
            part.said = said(style, reader.text(part.text));
        }
    }
}

/// Notes what each recommendation says.
pub(super) fn of_recommendations(
    style: &HouseStyle,
    reader: &Reader,
    recommendations: &mut [Recommendation],
) {
    for recommendation in recommendations {
        let said = recommendation.text.iter().map(|span| said(style, reader.text(*span)));
        recommendation.said = said.reduce(both).unwrap_or_default();
    }
}

fn said(style: &HouseStyle, text: &str) -> Said {
    let words = &style.reports;
    let turns = [(&words.refuses, "refused"), (&words.defers, "deferred"), (&words.amends, "amended")];
    Said {
        names: words.recommendations_named.is_in(text),
        consents: words.consents.is_in(text),
        turn: turns.into_iter().find(|(set, _)| set.is_in(text)).map(|(_, turn)| turn),
    }
}

fn both(a: Said, b: Said) -> Said {
    Said { names: a.names || b.names, consents: a.consents || b.consents, turn: a.turn.or(b.turn) }
}
