//! The tables of a grammar file, section by section: each a set of phrases. What they do is for the grammars.

use super::phrases::PhraseSet;
use super::tables::{Keys, Section, Tables};
use serde::{Deserialize, Deserializer};

macro_rules! sections {
    ($($(#[$doc:meta])* $section:ident { $($(#[$field_doc:meta])* $field:ident,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Default)]
            pub struct $section { $($(#[$field_doc])* pub $field: PhraseSet,)* }

            impl<'de> Deserialize<'de> for $section {
                fn deserialize<D: Deserializer<'de>>(tables: D) -> Result<Self, D::Error> {
                    let mut section = Self::default();
                    let keys = Keys(&[$(stringify!($field),)*]);
                    tables.deserialize_map(Tables { section: &mut section, keys })?;
                    Ok(section)
                }
            }

            impl Section for $section {
                fn numbered(&mut self, number: usize) -> Option<&mut PhraseSet> {
                    [$(&mut self.$field,)*].into_iter().nth(number)
                }
            }

            impl $section {
                /// Adds the parent's phrases to its own.
                pub(super) fn inherit(&mut self, parent: &Self) {
                    $(self.$field.inherit(&parent.$field);)*
                }

                /// Does something with each set of phrases, in order.
                pub(super) fn each(&mut self, action: &mut dyn FnMut(&mut PhraseSet)) {
                    $(action(&mut self.$field);)*
                }

                /// Every phrase with where it was seen.
                pub(super) fn all(&self) -> Vec<(&'static str, &PhraseSet)> {
                    vec![$((stringify!($field), &self.$field),)*]
                }
            }
        )*
    };
}

sections! {
    /// Labels over or beside names, by the status they give.
    Attendance {
        /// Members recorded as present.
        present,
        /// Other councillors and guests.
        also_present,
        /// Officers and others.
        in_attendance,
        /// Observers.
        observer,
        /// Apologies for absence.
        apologies,
        /// Absent without apology.
        absent,
        /// Words behind a name that say that this person is there: "Brian Hale is present".
        here,
        /// Words behind a name that say that this person is not.
        away,
        /// Words between apologies and the names of those who sent them.
        apologies_from,
        /// Behind the names of those who sent apologies.
        sent_apologies,
        /// Labels before the person in the chair.
        chair,
        /// Words for the role within the labels of the chair, each with the role it gives.
        chair_words,
        /// Last words of labels that are clauses: the list behind them ends with the sentence.
        clause_ends,
        /// Phrases that name a group, not a person.
        groups,
    }
    /// Words that stand with names.
    Names {
        /// Titles before one name.
        titles,
        /// Titles that lead a list, each with the title it gives to every name.
        shared_titles,
        /// Honours after a name.
        honours,
        /// Roles in the meeting.
        roles,
        /// Words that begin or mark a post or job title.
        posts,
        /// Words with which a post begins and hardly any name ends.
        post_openings,
        /// Words between the last names of a list.
        joiners,
        /// Words between a substitute and the member stood in for.
        substitutes,
        /// Words between an absent member and the substitute.
        substituted,
        /// Articles before an office or a title, which are no part of a name.
        articles,
        /// Small words within surnames.
        particles,
        /// Titles that a person has beside that of an office: "Councillor Mrs".
        courtesy,
        /// What is told in brackets behind a name and is neither role nor post: a reason, a manner of attending.
        remarks,
        /// Words that end in a stop within a sentence, without it.
        abbreviations,
        /// Words between a name and the post in which somebody comes: "as Clerk".
        in_post,
        /// Roles that a member of the body holds, before whose name they stand: "The Mayor, Councillor Hale".
        member_roles,
    }
    /// The meeting's head and end.
    Meeting {
        /// Words that call a document minutes.
        minutes,
        /// Words that call a document an agenda.
        agenda,
        /// Words that call a document a report.
        report,
        /// Words that call a document a record of a decision.
        decision,
        /// Words that mark the name of a body.
        bodies,
        /// Words that mark the name of a council.
        councils,
        /// Words of a council's kind that stand before its name: "City of", "Cyngor Cymuned".
        council_heads,
        /// First words of the names of towns that have two.
        town_heads,
        /// Phrases before the venue.
        venue,
        /// Words that mark the name of a place where one meets.
        places,
        /// Phrases before the time at which it ended.
        ends,
        /// Phrases before the time at which it began.
        starts,
        /// Phrases of the clock in words, each with the minutes it adds to the hour behind it: "half past".
        clock,
        /// Words behind an hour in words: "o'clock".
        oclock,
        /// Times of day that are a word: "noon", each with its hour.
        noon,
        /// Words behind a clock time, each with the half of the day: `morning`, `afternoon`, or `noon` at twelve.
        halves,
        /// Words behind a time of four figures: "1900 hours".
        hours,
        /// Words that mark a draft.
        draft,
        /// Words of a heading that belong to no name of a body.
        heading_words,
        /// Words that end the name of a venue.
        venue_ends,
        /// Small words within names of bodies.
        small_words,
        /// Names of the months, each with its number.
        months,
        /// Names of the days of the week, each with its number: Monday is 1.
        weekdays,
        /// Endings of a day's number: "2nd".
        ordinals,
        /// Words between a day's number and its month: "the 2nd day of May".
        day_of,
        /// Small words within names of councils.
        name_words,
        /// Words between a body and what it is of: "Committee of the Whole".
        body_of,
        /// Words before a place that stands behind date or time.
        place_leads,
        /// Words that belong to no council's name: "Full Council", "Members of the City Council".
        unnamed,
        /// Words of a council's tier, which by themselves are no name.
        tiers,
        /// What a page says that is left blank.
        blank_pages,
        /// Words with which a letter greets its reader.
        salutations,
    }
    /// Agenda items.
    Items {
        /// Words before an item's number.
        words,
        /// Words with which a heading begins before it names its business: "To receive apologies".
        openings,
        /// Headings between items that are none themselves.
        dividers,
        /// Headings of the item that holds apologies.
        apologies,
        /// Headings of the item that approves minutes.
        minutes,
        /// Headings of the item for interests.
        declarations,
        /// Headings of an exclusion of the press and public.
        exclusion,
        /// Headings of the closing.
        closing,
        /// What stands behind a heading where there was no business.
        nothing,
    }
    /// Words of decision that open a sentence or paragraph, by kind.
    Formal {
        /// Resolved.
        resolved,
        /// Agreed.
        agreed,
        /// Recommended.
        recommended,
        /// Noted.
        noted,
        /// Approved.
        approved,
        /// Deferred.
        deferred,
        /// Refused.
        refused,
        /// Any other outcome.
        other,
    }
    /// Words of decision within narrative, by kind.
    Inline {
        /// Resolved.
        resolved,
        /// Agreed.
        agreed,
        /// Recommended.
        recommended,
        /// Noted.
        noted,
        /// Approved.
        approved,
        /// Deferred.
        deferred,
        /// Refused.
        refused,
        /// Any other outcome.
        other,
        /// Outcomes that stand alone behind what they decide, each with its kind.
        outcomes,
        /// Phrases that look like decisions and are none.
        never,
        /// Last words of the phrases above that belong to the decision's own words.
        lead_ins,
        /// The word that joins a decision to its keyword: "that".
        that,
        /// First words of phrases behind which nothing more is decided: what was decided stands before them.
        passive,
        /// Sentences that point back to the one before: "This was agreed".
        back,
    }
    /// Motions and votes.
    Motions {
        /// Before the mover.
        moved_by,
        /// Before the seconder.
        seconded_by,
        /// Before mover and seconder together: "M/S Hale / Dale".
        both,
        /// After the mover.
        moved,
        /// After the seconder.
        seconded,
        /// Before votes for.
        votes_for,
        /// Before votes against.
        votes_against,
        /// Before abstentions.
        abstentions,
        /// Says that a vote was unanimous.
        unanimous,
        /// Says that a motion was carried.
        carried,
        /// Says that a motion was lost.
        lost,
        /// Verbs of a motion that approves.
        approving,
        /// Verbs of a motion that puts off.
        deferring,
        /// Numbers in words, each with its value.
        numbers,
        /// Words for a change moved to a motion.
        amendments,
        /// Behind those who abstained, by name.
        abstained,
        /// Behind those who voted against, by name.
        voted_against,
        /// Behind those who voted for, by name.
        voted_for,
        /// Words for votes, between counts or before them.
        votes,
        /// Words between the counts of two sides.
        sides,
        /// First words of what is moved: "to …", "that …".
        leads,
    }
    /// Interests, private business, actions.
    Business {
        /// Verbs of declaring an interest.
        declares,
        /// Kinds of interest, each with its kind in the dataset.
        interests,
        /// Says that nobody declared one.
        none_declared,
        /// Says that press and public are excluded.
        excluded,
        /// Verbs of arriving, each with its kind in the dataset.
        arrivals,
        /// Before or after an action's owner.
        actions,
        /// Before the numbers of exempt paragraphs.
        paragraphs,
        /// What persons do in narrative: behind a decision, such a sentence is no part of it.
        narrates,
    }
    /// Reports and records of decisions.
    Reports {
        /// Labels of the front sheet, each with its canonical key.
        labels,
        /// Headings of sections, each with its kind.
        sections,
        /// Headings over recommendations.
        recommendations,
        /// Phrases that lead in to recommendations and are no part of them.
        lead_ins,
        /// Words that close a part of a list that goes on: "…; and"; and those before the last of a list of wards.
        joiners,
        /// Headings over a contact block at the end.
        contacts,
        /// Marks that select a choice.
        marks,
        /// Marks that leave a choice open.
        unmarked,
        /// Words for yes.
        yes,
        /// Words for no.
        no,
        /// Headings over the decision of a decision record.
        decisions,
        /// Headings over the reasons of a decision record.
        reasons,
        /// Headings over alternatives considered.
        alternatives,
        /// Headings over conflicts of interest and dispensations of a decision record.
        conflicts,
        /// What stands in a list of papers where there are none.
        no_papers,
        /// Verbs by which a record of a decision decides, each with its kind.
        verbs,
        /// Words for every ward.
        all_wards,
        /// Reasons for which a decision is a key decision.
        key_reasons,
        /// Schedules of exempt information, each with its jurisdiction; `unsaid` where several have one of that name.
        schedules,
        /// Words that tell the jurisdiction of a schedule.
        jurisdictions,
        /// Words for the office before the name of a portfolio.
        portfolio_leads,
        /// Words by which a decision names the recommendations of its report as a whole.
        recommendations_named,
        /// Words of consent within a decision.
        consents,
        /// Words by which a decision alters what was recommended.
        amends,
        /// Words by which a decision puts off what was recommended.
        defers,
        /// Words by which a decision declines what was recommended.
        refuses,
    }
    /// What is not for publication.
    Privacy {
        /// Titles before the name of a person of whom nothing more is known: "Mr".
        titles,
        /// Words between two names of a couple, or their titles: "Mr and Mrs".
        joiners,
        /// Small words between a name and what tells of it: "the applicant was Mr Hale".
        between,
        /// Small words between a name and an address: "Mr Hale of 12 Mill Lane".
        living,
        /// What private persons are to the council: "applicant", "petitioner".
        persons,
        /// Before the name of a private person from whom something comes: "application by".
        sources,
        /// Before the name of whoever wrote, a private person only where the name has a title: "letter from".
        letters,
        /// Headings of items in which the public speaks.
        items,
        /// Labels of attendance under which the public stands.
        attending,
        /// Verbs of speaking.
        speaks,
        /// Before a telephone number.
        phones,
        /// Words for a street, behind the number of a house and the street's name, or before the latter.
        streets,
        /// Words before the number of a house.
        dwellings,
        /// Names of places whose address is public.
        offices,
        /// Before a signature.
        signatures,
        /// Words of the names of companies and bodies, which are no persons.
        organisations,
        /// Words with a capital that are no part of a name.
        not_names,
        /// Words in the name of a file that is not for publication.
        closed,
        /// Forenames: by them two words are known for a person's name.
        forenames,
    }
}
