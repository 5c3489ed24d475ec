//! Runs content streams, of pages and forms alike (ISO 32000-1, 7.8). Given a page of the tree, it gives the page of the
//! model; every operator is one function, found in the file of its kind, and the match only sends it there.

use crate::extract::Limits;
use crate::extract::colour::Side;
use crate::extract::cover::Cover;
use crate::extract::font::Fonts;
use crate::extract::inflate::{Inflater, Outcome};
use crate::extract::marked::Marks;
use crate::extract::matrix::Matrix;
use crate::extract::object::{Dictionary, Object, Stream};
use crate::extract::objects::{Objects, as_dictionary};
use crate::extract::optional_content::OptionalContent;
use crate::extract::page_tree::PageNode;
use crate::extract::paint::Painting;
use crate::extract::path::Path;
use crate::extract::runs::Runs;
use crate::extract::state::State;
use crate::extract::tokens::{Operand, Operator, Tokens, operator};
use crate::model::geometry::Rect;
use crate::model::page::Page;
use crate::model::picture::{Drawing, Picture};

/// States saved at most; beyond it `q` saves nothing more.
pub const MOST_SAVED: usize = 10_000;

/// Glyphs that room is made for before they are seen, at least and at most.
const FEWEST_EXPECTED: usize = 2_000;
const MOST_EXPECTED: usize = 10_000;

/// The operands of one operator.
pub struct Arguments<'a> {
    /// All of them, in order.
    pub operands: &'a [Operand<'a>],
}

impl<'a> Arguments<'a> {
    /// The last `N` numbers, if the last `N` operands are numbers.
    pub fn numbers<const N: usize>(&self) -> Option<[f32; N]> {
        let start = self.operands.len().checked_sub(N)?;
        let mut numbers = [0.0; N];
        for (slot, operand) in numbers.iter_mut().zip(self.operands.get(start..)?) {
            *slot = operand.number()?;
        }
        Some(numbers)
    }

    /// The last operand, if it is a number.
    pub fn number(&self) -> Option<f32> {
        self.operands.last()?.number()
    }

    /// Every operand that is a number.
    pub fn all_numbers(&self) -> impl Iterator<Item = f32> {
        self.operands.iter().filter_map(|operand| operand.number())
    }

    /// The last operand, if it is a name.
    pub fn name(&self) -> Option<&'a [u8]> {
        self.operands.last()?.name()
    }

    /// The first name.
    pub fn first_name(&self) -> Option<&'a [u8]> {
        self.operands.iter().find_map(|operand| operand.name())
    }

    /// The last operand.
    pub fn last(&self) -> Option<Operand<'a>> {
        self.operands.last().copied()
    }

    /// Whether they are one array.
    pub fn is_array(&self) -> bool {
        matches!(self.operands.first(), Some(Operand::Open))
    }
}

/// The named resources in force, with the fonts already met by name.
#[derive(Default)]
pub struct Resources<'d> {
    dictionary: Option<&'d Dictionary>,
    fonts: Vec<(Vec<u8>, Option<usize>)>,
}

impl<'d> Resources<'d> {
    /// The resources of this dictionary.
    pub fn new(dictionary: Option<&'d Dictionary>) -> Self {
        Self { dictionary, fonts: Vec::new() }
    }
}

/// All that is needed to run the content of a document's pages.
pub struct Interpreter<'d, 's> {
    /// The objects of the file.
    pub objects: Objects<'d>,
    /// The fonts met so far.
    pub fonts: &'s mut Fonts<'d>,
    /// Decodes streams.
    pub inflater: &'s mut Inflater<'d>,
    /// Which layers are off.
    pub layers: &'s OptionalContent,
    /// Where to stop.
    pub limits: &'s Limits,
    /// The page being made.
    pub page: Page,
    /// The graphics state.
    pub state: State,
    /// The text matrix (9.4.1).
    pub text_matrix: Matrix,
    /// The text line matrix.
    pub line_matrix: Matrix,
    /// The path being built.
    pub path: Path,
    /// The marked content that is open.
    pub marks: Marks,
    /// Which glyphs the structure points to.
    pub runs: Runs,
    /// The resources in force.
    pub resources: Resources<'d>,
    /// Where text stands, once a white box asked.
    pub cover: Option<Cover>,
    /// How deep in forms we are.
    pub depth: usize,
    /// Forms run on this page.
    pub forms: usize,
    /// Boxes that hid text on this page.
    pub hiding: usize,
    /// A limit was reached on this page.
    pub full: bool,
    /// A content stream of this page came out in part only.
    pub damaged: bool,
    /// The images drawn on this page, where they are asked for.
    pub pictures: Option<Vec<Picture>>,
    /// The shapes filled on this page, where they are asked for.
    pub drawings: Vec<Drawing>,
    /// For strings that are not in the stream as they are.
    pub strings: Vec<u8>,
    /// Marks that were open before the stream being run.
    pub marks_floor: usize,
    /// Glyphs of the page before: the next page will have about as many.
    usual_glyphs: usize,
    saved: Vec<State>,
    floor: usize,
    buffers: Vec<Vec<u8>>,
}

impl<'d, 's> Interpreter<'d, 's> {
    /// Ready for the first page.
    pub fn new(
        objects: Objects<'d>,
        fonts: &'s mut Fonts<'d>,
        inflater: &'s mut Inflater<'d>,
        layers: &'s OptionalContent,
        limits: &'s Limits,
    ) -> Self {
        Self {
            objects,
            fonts,
            inflater,
            layers,
            limits,
            page: Page::default(),
            state: State::new(Matrix::IDENTITY, Rect::default()),
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            path: Path::default(),
            marks: Marks::default(),
            runs: Runs::default(),
            resources: Resources::default(),
            cover: None,
            depth: 0,
            forms: 0,
            hiding: 0,
            full: false,
            damaged: false,
            pictures: None,
            drawings: Vec::new(),
            strings: Vec::new(),
            marks_floor: 0,
            usual_glyphs: FEWEST_EXPECTED,
            saved: Vec::new(),
            floor: 0,
            buffers: Vec::new(),
        }
    }

    /// Reads one page.
    pub fn read_page(&mut self, node: &PageNode<'d>, number: u32) -> Page {
        self.start(node, number);
        let contents = node.dictionary.get(b"Contents").map(|object| self.objects.follow(object));
        match contents {
            Some(Object::Array(parts)) => {
                let streams = parts.iter().filter_map(|part| self.objects.follow(part).as_stream());
                self.run_streams(&streams.collect::<Vec<_>>());
            }
            Some(Object::Stream(stream)) => self.run_streams(&[stream]),
            _ => {}
        }
        self.state = State::new(node.matrix, self.state_box());
        self.draw_annotations(node.dictionary);
        // Some more than on this page, so that the next need not move its glyphs for a few.
        self.usual_glyphs = (self.page.glyphs.len() / 4 * 5).clamp(FEWEST_EXPECTED, MOST_EXPECTED);
        if self.page.glyphs.len() < self.page.glyphs.capacity() / 2 {
            self.page.glyphs.shrink_to_fit();
        }
        std::mem::take(&mut self.page)
    }

    fn start(&mut self, node: &PageNode<'d>, number: u32) {
        let (width, height) = (node.width, node.height);
        let glyphs = Vec::with_capacity(self.usual_glyphs);
        self.page = Page { number, width, height, glyphs, ..Page::default() };
        self.state = State::new(node.matrix, self.state_box());
        self.resources = Resources::new(node.resources);
        self.path.clear();
        self.marks.clear();
        self.runs.clear();
        (self.cover, self.depth, self.forms, self.hiding) = (None, 0, 0, 0);
        (self.full, self.damaged) = (false, false);
    }

    fn state_box(&self) -> Rect {
        Rect { x0: 0.0, top: 0.0, x1: self.page.width, bottom: self.page.height }
    }

    /// Runs streams as if they were one (7.8.2), leaving saved states and marks as they were found.
    pub fn run_streams(&mut self, streams: &[&'d Stream]) {
        let mut content = self.buffers.pop().unwrap_or_default();
        content.clear();
        let mut cut = false;
        for stream in streams {
            match self.inflater.decode(stream, &mut content) {
                Outcome::Whole => {}
                Outcome::Part => self.damaged = true,
                Outcome::Limit => cut = true,
            }
            content.push(b'\n');
        }
        let marks_floor = std::mem::replace(&mut self.marks_floor, self.marks.depth());
        let floor = std::mem::replace(&mut self.floor, self.saved.len());
        self.run(&content);
        self.full |= cut;
        self.close_marks(self.marks_floor);
        self.saved.truncate(self.floor);
        (self.floor, self.marks_floor) = (floor, marks_floor);
        self.buffers.push(content);
    }

    fn run(&mut self, content: &[u8]) {
        let mut tokens = Tokens::new(content);
        let mut operands = Vec::with_capacity(64);
        while let Some(name) = tokens.next_operator(&mut operands) {
            if name == INLINE_IMAGE {
                self.inline_image(&mut tokens, &mut operands);
            } else {
                self.perform(name, &Arguments { operands: &operands });
            }
            operands.clear();
            if self.full {
                return;
            }
        }
    }

    /// `q`
    fn save(&mut self) {
        if self.saved.len() < MOST_SAVED {
            self.saved.push(self.state);
        }
    }

    /// `Q`: never beyond what this stream saved.
    fn restore(&mut self) {
        if self.saved.len() > self.floor
            && let Some(state) = self.saved.pop()
        {
            self.state = state;
        }
    }

    /// `cm`
    fn concatenate(&mut self, arguments: &Arguments<'_>) {
        if let Some(numbers) = arguments.numbers() {
            let ctm = Matrix::new(numbers).then(&self.state.ctm);
            if ctm.is_finite() {
                self.state.ctm = ctm;
            }
        }
    }

    /// `w`
    fn set_line_width(&mut self, arguments: &Arguments<'_>) {
        self.state.line_width = arguments.number().unwrap_or(self.state.line_width);
    }

    /// A resource as it stands in its dictionary, maybe a reference.
    pub fn raw_resource(&self, kind: &[u8], name: &[u8]) -> Option<&'d Object> {
        let resources = self.resources.dictionary?;
        self.objects.dictionary(resources, kind)?.get(name)
    }

    /// A resource.
    pub fn resource(&self, kind: &[u8], name: &[u8]) -> Option<&'d Object> {
        self.raw_resource(kind, name).map(|object| self.objects.follow(object))
    }

    /// The index of the font of this name.
    pub fn font(&mut self, name: &[u8]) -> Option<usize> {
        if let Some((_, index)) = self.resources.fonts.iter().find(|(known, _)| known == name) {
            return *index;
        }
        let font = self.resource(b"Font", name).and_then(as_dictionary);
        let index = font.map(|font| self.fonts.index(font, self.inflater));
        self.resources.fonts.push((name.to_vec(), index));
        index
    }

    fn perform(&mut self, name: Operator, arguments: &Arguments<'_>) {
        match name {
            SHOW | SHOW_SPACED => self.show(arguments),
            MOVE_TEXT => self.move_text(arguments),
            MOVE_TEXT_LEAD => self.move_text_and_lead(arguments),
            PLACE_TEXT => self.place_text(arguments),
            NEXT_LINE => self.next_line(),
            SHOW_NEXT => self.show_on_next_line(arguments),
            SHOW_NEXT_SPACED => self.show_spaced_on_next_line(arguments),
            BEGIN_TEXT => self.begin_text(),
            FONT => self.set_font(arguments),
            CHARACTER_SPACE => self.set_character_space(arguments),
            WORD_SPACE => self.set_word_space(arguments),
            STRETCH => self.set_stretch(arguments),
            LEADING => self.set_leading(arguments),
            RISE => self.set_rise(arguments),
            MODE => self.set_mode(arguments),
            SAVE => self.save(),
            RESTORE => self.restore(),
            CONCATENATE => self.concatenate(arguments),
            LINE_WIDTH => self.set_line_width(arguments),
            PARAMETERS => self.set_parameters(arguments),
            OBJECT => self.draw_object(arguments),
            BEGIN_MARKED => self.begin_marked(arguments),
            BEGIN_MARKED_PROPERTIES => self.begin_marked_with_properties(arguments),
            END_MARKED => self.end_marked_here(),
            _ => self.perform_drawing(name, arguments),
        }
    }

    fn perform_drawing(&mut self, name: Operator, arguments: &Arguments<'_>) {
        match name {
            MOVE => self.move_to(arguments),
            LINE => self.line_to(arguments),
            CURVE => self.curve_to(arguments),
            CURVE_FROM | CURVE_TO => self.short_curve_to(arguments),
            CLOSE => self.close_path(),
            RECTANGLE => self.rectangle(arguments),
            CLIP | CLIP_EVEN => self.clip(),
            GRAY => self.set_gray(Side::Fill, arguments),
            GRAY_LINE => self.set_gray(Side::Stroke, arguments),
            RGB => self.set_rgb(Side::Fill, arguments),
            RGB_LINE => self.set_rgb(Side::Stroke, arguments),
            CMYK => self.set_cmyk(Side::Fill, arguments),
            CMYK_LINE => self.set_cmyk(Side::Stroke, arguments),
            SPACE => self.set_space(Side::Fill, arguments),
            SPACE_LINE => self.set_space(Side::Stroke, arguments),
            COLOUR | COLOUR_NAMED => self.set_colour(Side::Fill, arguments),
            COLOUR_LINE | COLOUR_NAMED_LINE => self.set_colour(Side::Stroke, arguments),
            _ => {
                if let Some(painting) = painting(name) {
                    self.paint(painting);
                }
            }
        }
    }
}

/// What the path-painting operators do (table 60).
fn painting(name: Operator) -> Option<Painting> {
    let (fill, stroke, close) = match name {
        FILL | FILL_OLD | FILL_EVEN => (true, false, false),
        STROKE => (false, true, false),
        CLOSE_STROKE => (false, true, true),
        BOTH | BOTH_EVEN => (true, true, false),
        CLOSE_BOTH | CLOSE_BOTH_EVEN => (true, true, true),
        NEITHER => (false, false, false),
        _ => return None,
    };
    let even_odd = matches!(name, FILL_EVEN | BOTH_EVEN | CLOSE_BOTH_EVEN);
    Some(Painting { fill, even_odd, stroke, close })
}

macro_rules! operators {
    ($($name:ident = $text:literal)*) => { $(const $name: Operator = operator($text);)* };
}

operators! {
    SHOW = b"Tj" SHOW_SPACED = b"TJ" SHOW_NEXT = b"'" SHOW_NEXT_SPACED = b"\""
    MOVE_TEXT = b"Td" MOVE_TEXT_LEAD = b"TD" PLACE_TEXT = b"Tm" NEXT_LINE = b"T*" BEGIN_TEXT = b"BT"
    FONT = b"Tf" CHARACTER_SPACE = b"Tc" WORD_SPACE = b"Tw" STRETCH = b"Tz" LEADING = b"TL" RISE = b"Ts" MODE = b"Tr"
    SAVE = b"q" RESTORE = b"Q" CONCATENATE = b"cm" LINE_WIDTH = b"w" PARAMETERS = b"gs" OBJECT = b"Do"
    BEGIN_MARKED = b"BMC" BEGIN_MARKED_PROPERTIES = b"BDC" END_MARKED = b"EMC" INLINE_IMAGE = b"BI"
    MOVE = b"m" LINE = b"l" CURVE = b"c" CURVE_FROM = b"v" CURVE_TO = b"y" CLOSE = b"h" RECTANGLE = b"re"
    CLIP = b"W" CLIP_EVEN = b"W*"
    GRAY = b"g" GRAY_LINE = b"G" RGB = b"rg" RGB_LINE = b"RG" CMYK = b"k" CMYK_LINE = b"K"
    SPACE = b"cs" SPACE_LINE = b"CS" COLOUR = b"sc" COLOUR_NAMED = b"scn" COLOUR_LINE = b"SC" COLOUR_NAMED_LINE = b"SCN"
    FILL = b"f" FILL_OLD = b"F" FILL_EVEN = b"f*" STROKE = b"S" CLOSE_STROKE = b"s" BOTH = b"B" BOTH_EVEN = b"B*"
    CLOSE_BOTH = b"b" CLOSE_BOTH_EVEN = b"b*" NEITHER = b"n"
}
