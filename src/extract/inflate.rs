//! Decodes streams into buffers that are used again. Given a stream of the file, it gives its bytes; of a stream that is
//! cut short or corrupt it keeps what came out. Knows nothing of what the bytes mean.

use crate::extract::foreign;
use crate::extract::object::{Dictionary, Object, Stream};
use crate::extract::objects::Objects;
use flate2::{Decompress, FlushDecompress, Status};
use libdeflater::{DecompressionError, Decompressor};

/// First guess at how far text inflates.
const USUAL_RATIO: usize = 5;

/// Bytes of a stream that is undone at once. For one that is longer, room would have to be made for far more than comes out.
const MOST_AT_ONCE: usize = 1 << 20;

/// Bytes for which room is made at the least: more than come out of most streams.
const LEAST_ROOM: usize = 64 << 10;

/// And at the most; a stream of which more comes out is undone piece by piece.
const MOST_ROOM: usize = 32 << 20;

/// How a stream came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of it.
    Whole,
    /// Some or none of it: the stream is damaged or its filter unknown.
    Part,
    /// It was cut at the limit.
    Limit,
}

/// Decodes one stream of a file after the other.
pub struct Inflater<'d> {
    objects: Objects<'d>,
    filters: Filters,
}

impl<'d> Inflater<'d> {
    /// No stream may grow beyond `limit` bytes.
    pub fn new(objects: Objects<'d>, limit: usize) -> Self {
        Self { objects, filters: Filters::new(limit) }
    }

    /// Puts the decoded bytes at the end of `out`.
    pub fn decode(&mut self, stream: &'d Stream, out: &mut Vec<u8>) -> Outcome {
        self.filters.undo(&stream.dict, self.objects.content(stream), out)
    }

    /// The same of bytes to which this dictionary belongs.
    pub fn undo(&mut self, dict: &Dictionary, content: &[u8], out: &mut Vec<u8>) -> Outcome {
        self.filters.undo(dict, content, out)
    }
}

/// Undoes the filters of one stream after the other, in memory that is made ready once.
pub struct Filters {
    /// For sound streams: all at once, in half the time …
    sound: Decompressor,
    /// … and the room for what comes out, as much as was needed so far.
    room: Vec<u8>,
    /// For others, of which something comes out nevertheless; made when the first of them comes.
    zlib: Option<Decompress>,
    limit: usize,
}

impl Filters {
    /// No stream may grow beyond `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self { sound: Decompressor::new(), room: Vec::new(), zlib: None, limit }
    }

    /// Everything that this dictionary's filters left of a stream; none of what grows beyond the limit, or of what no
    /// filter known here made.
    pub fn whole(&mut self, dict: &Dictionary, content: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        match self.undo(dict, content, &mut bytes) {
            Outcome::Whole => Some(bytes),
            Outcome::Part => foreign::unfiltered(dict, content, self.limit),
            Outcome::Limit => None,
        }
    }

    fn undo(&mut self, dict: &Dictionary, content: &[u8], out: &mut Vec<u8>) -> Outcome {
        match filter(dict) {
            Filter::None => self.copy(content, out),
            Filter::Flate => self.inflate(content, out),
            Filter::Other => self.through_lopdf(dict, content, out),
        }
    }

    fn copy(&self, bytes: &[u8], out: &mut Vec<u8>) -> Outcome {
        let kept = bytes.get(..self.limit).unwrap_or(bytes);
        out.extend_from_slice(kept);
        if kept.len() < bytes.len() { Outcome::Limit } else { Outcome::Whole }
    }

    fn inflate(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Outcome {
        if self.at_once(bytes, out) {
            return Outcome::Whole;
        }
        let start = out.len();
        let outcome = self.piece_by_piece(true, bytes, out);
        if outcome != Outcome::Part || out.len() > start {
            return outcome;
        }
        // A bad zlib header does not mean that the deflate data behind it are bad.
        self.piece_by_piece(false, bytes.get(2..).unwrap_or_default(), out)
    }

    /// Undoes a stream that is sound and not large, and tells whether it was; of any other nothing comes out.
    fn at_once(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> bool {
        let most = self.limit.min(MOST_ROOM);
        if bytes.len() > MOST_AT_ONCE {
            return false;
        }
        let mut wanted = (bytes.len() * USUAL_RATIO).max(LEAST_ROOM).min(most);
        loop {
            if self.room.len() < wanted {
                self.room = vec![0; wanted];
            }
            let within = self.room.len().min(most);
            match self.sound.zlib_decompress(bytes, self.room.get_mut(..within).unwrap_or_default()) {
                Ok(length) => {
                    out.extend_from_slice(self.room.get(..length).unwrap_or_default());
                    return true;
                }
                Err(DecompressionError::InsufficientSpace) if within < most => {
                    wanted = (within * 2).min(most)
                }
                Err(_) => return false,
            }
        }
    }

    /// Undoes a stream, with the header of zlib or without, as far as it goes.
    fn piece_by_piece(&mut self, header: bool, bytes: &[u8], out: &mut Vec<u8>) -> Outcome {
        let (start, limit) = (out.len(), self.limit);
        let zlib = self.zlib.get_or_insert_with(|| Decompress::new(header));
        zlib.reset(header);
        out.reserve(bytes.len().saturating_mul(USUAL_RATIO).min(limit).max(64));
        loop {
            let read = usize::try_from(zlib.total_in()).unwrap_or(usize::MAX);
            let (input, before) = (bytes.get(read..).unwrap_or_default(), out.len());
            let status = zlib.decompress_vec(input, out, FlushDecompress::None);
            match status {
                _ if out.len() - start > limit => {
                    out.truncate(start + limit);
                    return Outcome::Limit;
                }
                Ok(Status::StreamEnd) => return Outcome::Whole,
                Err(_) => return Outcome::Part,
                Ok(_) if out.len() == out.capacity() => out.reserve(out.len().max(4096)),
                Ok(_) if out.len() == before => return Outcome::Part,
                Ok(_) => {}
            }
        }
    }

    fn through_lopdf(&self, dict: &Dictionary, content: &[u8], out: &mut Vec<u8>) -> Outcome {
        match foreign::unfiltered(dict, content, self.limit) {
            Some(bytes) => {
                out.extend_from_slice(&bytes);
                Outcome::Whole
            }
            None => Outcome::Part,
        }
    }
}

enum Filter {
    None,
    Flate,
    Other,
}

/// What stands between the stored and the decoded bytes (ISO 32000-1, 7.4).
fn filter(dict: &Dictionary) -> Filter {
    let names: &[Object] = match dict.get(b"Filter") {
        None | Some(Object::Null) => return Filter::None,
        Some(Object::Array(names)) => names,
        Some(name) => std::slice::from_ref(name),
    };
    match names {
        [] => Filter::None,
        [Object::Name(name)] if is_flate(name) && !has_predictor(dict) => Filter::Flate,
        _ => Filter::Other,
    }
}

fn is_flate(name: &[u8]) -> bool {
    matches!(name, b"FlateDecode" | b"Fl")
}

fn has_predictor(dict: &Dictionary) -> bool {
    let parameters = match dict.get(b"DecodeParms") {
        Some(Object::Array(parameters)) => parameters.first(),
        other => other,
    };
    matches!(parameters, Some(Object::Dictionary(parameters)) if parameters.has(b"Predictor"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::object::Content;
    use crate::extract::objects::Loaded;
    use std::io::Write;

    fn deflated(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn decode(content: Vec<u8>, limit: usize) -> (Outcome, Vec<u8>) {
        let dict = dictionary! { "Filter" => "FlateDecode" };
        let (file, stream) = (Loaded::default(), Stream { dict, content: Content::Own(content) });
        let mut out = Vec::new();
        (Inflater::new(Objects::new(&file), limit).decode(&stream, &mut out), out)
    }

    #[test]
    fn a_whole_stream_comes_out_whole() {
        let text = b"BT (Present) Tj ET ".repeat(500);
        assert_eq!(decode(deflated(&text), 1 << 20), (Outcome::Whole, text));
    }

    #[test]
    fn streams_that_grow_far_or_are_long_come_out_whole() {
        let noise = (0..400_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes());
        for text in [vec![b' '; 3 << 20], noise.collect()] {
            let content = deflated(&text);
            assert_eq!(decode(content.clone(), 4 << 20), (Outcome::Whole, text.clone()));
            // Bytes behind a stream are no part of it.
            assert_eq!(decode([content, b"\r\n".to_vec()].concat(), text.len()), (Outcome::Whole, text));
        }
    }

    #[test]
    fn a_stream_cut_short_gives_its_beginning() {
        let text: Vec<u8> =
            (0..20_000u32).flat_map(|n| (n.wrapping_mul(2_654_435_761)).to_be_bytes()).collect();
        let mut cut = deflated(&text);
        cut.truncate(cut.len() / 2);
        let (outcome, out) = decode(cut, 1 << 20);
        assert_eq!(outcome, Outcome::Part);
        assert!(out.len() > 10_000 && text.starts_with(&out));
    }

    #[test]
    fn a_bad_header_is_passed_over() {
        let mut bytes = deflated(b"BT ET");
        bytes[0] = 0;
        assert_eq!(decode(bytes, 100).1, b"BT ET");
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let (outcome, out) = decode(deflated(&[b' '; 1 << 20]), 1000);
        assert_eq!((outcome, out.len()), (Outcome::Limit, 1000));
    }

    #[test]
    fn a_stream_that_ends_just_beyond_the_limit_is_cut() {
        let (outcome, out) = decode(deflated(&[b' '; 5100]), 5000);
        assert_eq!((outcome, out.len()), (Outcome::Limit, 5000));
    }
}
