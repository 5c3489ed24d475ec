//! Layers that can be switched off (ISO 32000-1, 8.11). Given the catalog, it knows which groups the default
//! configuration leaves off, and answers for a group or a membership dictionary whether its content is shown.

use crate::extract::object::{Dictionary, Object, ObjectId};
use crate::extract::objects::{Objects, as_dictionary};
use std::collections::HashSet;

/// The groups that are off.
#[derive(Default)]
pub struct OptionalContent {
    off: HashSet<ObjectId>,
}

impl OptionalContent {
    /// Reads the default configuration.
    pub fn read(objects: Objects<'_>) -> Self {
        let mut found = Self::default();
        let properties = objects.catalog().and_then(|catalog| objects.dictionary(catalog, b"OCProperties"));
        let Some(properties) = properties else { return found };
        let Some(default) = objects.dictionary(properties, b"D") else { return found };
        if objects.name(default, b"BaseState") == Some(b"OFF") {
            found.off.extend(ids(objects.array(properties, b"OCGs")));
        }
        for id in ids(objects.array(default, b"ON")) {
            found.off.remove(&id);
        }
        found.off.extend(ids(objects.array(default, b"OFF")));
        found
    }

    /// Whether content that belongs to `owner`, a group or a membership dictionary, is switched off.
    pub fn is_off<'d>(&self, objects: Objects<'d>, owner: &'d Object) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if let Object::Reference(id) = owner
            && self.off.contains(id)
        {
            return true;
        }
        as_dictionary(objects.follow(owner)).is_some_and(|dictionary| self.policy_hides(objects, dictionary))
    }

    /// The policy of a membership dictionary (table 99); visibility expressions are not evaluated.
    fn policy_hides<'d>(&self, objects: Objects<'d>, membership: &'d Dictionary) -> bool {
        let groups: &[Object] = match membership.get(b"OCGs") {
            Some(Object::Array(groups)) => groups,
            Some(Object::Reference(id)) => match objects.by_id(*id) {
                Some(Object::Array(groups)) => groups,
                _ => return self.off.contains(id),
            },
            _ => return false,
        };
        let mut off = ids(Some(groups)).map(|id| self.off.contains(&id)).peekable();
        if off.peek().is_none() {
            return false;
        }
        match objects.name(membership, b"P") {
            Some(b"AllOn") => off.any(|off| off),
            Some(b"AnyOff") => !off.any(|off| off),
            Some(b"AllOff") => !off.all(|off| off),
            _ => off.all(|off| off),
        }
    }
}

fn ids(array: Option<&[Object]>) -> impl Iterator<Item = ObjectId> {
    array.unwrap_or_default().iter().filter_map(|object| object.as_reference())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::objects::Loaded;

    #[test]
    fn groups_are_off_as_the_default_says() {
        let mut document = Loaded::default();
        let (on, off) = (document.add_object(dictionary! {}), document.add_object(dictionary! {}));
        let default = dictionary! { "OFF" => vec![Object::Reference(off)] };
        let catalog = document.add_object(dictionary! { "OCProperties" => dictionary! { "D" => default } });
        document.trailer = dictionary! { "Root" => Object::Reference(catalog) };
        let both = vec![Object::Reference(on), Object::Reference(off)];
        let any_on = document.add_object(dictionary! { "OCGs" => both.clone() });
        let all_on = document.add_object(dictionary! { "OCGs" => both, "P" => "AllOn" });
        let objects = Objects::new(&document);
        let layers = OptionalContent::read(objects);
        let owners = [on, off, any_on, all_on].map(Object::Reference);
        let found: Vec<bool> = owners.iter().map(|owner| layers.is_off(objects, owner)).collect();
        assert_eq!(found, [false, true, false, true]);
    }
}
