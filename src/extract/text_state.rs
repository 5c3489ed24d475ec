//! The operators of text state and text position (ISO 32000-1, 9.3 and 9.4.2), one function each.

use crate::extract::interpret::{Arguments, Interpreter};
use crate::extract::matrix::Matrix;

impl Interpreter<'_, '_> {
    /// `BT`
    pub fn begin_text(&mut self) {
        self.set_text_matrix(Matrix::IDENTITY);
    }

    fn set_text_matrix(&mut self, matrix: Matrix) {
        (self.text_matrix, self.line_matrix) = (matrix, matrix);
    }

    /// `Tc`
    pub fn set_character_space(&mut self, arguments: &Arguments<'_>) {
        self.state.text.character_space = arguments.number().unwrap_or(0.0);
    }

    /// `Tw`
    pub fn set_word_space(&mut self, arguments: &Arguments<'_>) {
        self.state.text.word_space = arguments.number().unwrap_or(0.0);
    }

    /// `Tz`, in hundredths.
    pub fn set_stretch(&mut self, arguments: &Arguments<'_>) {
        self.state.text.stretch = arguments.number().unwrap_or(100.0) / 100.0;
    }

    /// `TL`
    pub fn set_leading(&mut self, arguments: &Arguments<'_>) {
        self.state.text.leading = arguments.number().unwrap_or(0.0);
    }

    /// `Ts`
    pub fn set_rise(&mut self, arguments: &Arguments<'_>) {
        self.state.text.rise = arguments.number().unwrap_or(0.0);
    }

    /// `Tr`
    pub fn set_mode(&mut self, arguments: &Arguments<'_>) {
        self.state.text.mode = arguments.number().unwrap_or(0.0) as u8;
    }

    /// `Tf`
    pub fn set_font(&mut self, arguments: &Arguments<'_>) {
        self.state.text.size = arguments.number().unwrap_or(self.state.text.size);
        if let Some(name) = arguments.first_name() {
            self.state.text.font = self.font(name);
        }
    }

    /// `Tm`
    pub fn place_text(&mut self, arguments: &Arguments<'_>) {
        if let Some(numbers) = arguments.numbers() {
            self.set_text_matrix(Matrix::new(numbers));
        }
    }

    /// `Td`
    pub fn move_text(&mut self, arguments: &Arguments<'_>) {
        if let Some([x, y]) = arguments.numbers() {
            self.move_by(x, y);
        }
    }

    /// `TD`
    pub fn move_text_and_lead(&mut self, arguments: &Arguments<'_>) {
        if let Some([x, y]) = arguments.numbers() {
            self.state.text.leading = -y;
            self.move_by(x, y);
        }
    }

    /// `T*`
    pub fn next_line(&mut self) {
        self.move_by(0.0, -self.state.text.leading);
    }

    fn move_by(&mut self, x: f32, y: f32) {
        self.set_text_matrix(Matrix::shift(x, y).then(&self.line_matrix));
    }

    /// `'`
    pub fn show_on_next_line(&mut self, arguments: &Arguments<'_>) {
        self.next_line();
        self.show(arguments);
    }

    /// `"`: word and character spacing, then the string.
    pub fn show_spaced_on_next_line(&mut self, arguments: &Arguments<'_>) {
        let mut numbers = arguments.all_numbers();
        if let (Some(word), Some(character)) = (numbers.next(), numbers.next()) {
            (self.state.text.word_space, self.state.text.character_space) = (word, character);
        }
        self.show_on_next_line(arguments);
    }
}
