//! The grammar of JSON (RFC 8259), and nothing but the grammar: no limits on numbers, depth or surrogates.

/// Whether the text is one JSON object.
pub fn is_object(text: &str) -> bool {
    let mut rest = Rest(text.as_bytes());
    rest.space();
    rest.0.starts_with(b"{") && rest.value().is_some() && rest.0.is_empty()
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn value(&mut self) -> Option<()> {
        // The closing brackets that are still owed: no recursion, so any depth.
        let mut open = Vec::new();
        loop {
            self.space();
            match self.peek()? {
                b'{' => {
                    self.take("{")?;
                    self.space();
                    if self.take("}").is_none() {
                        self.key()?;
                        open.push(b'}');
                        continue;
                    }
                }
                b'[' => {
                    self.take("[")?;
                    self.space();
                    if self.take("]").is_none() {
                        open.push(b']');
                        continue;
                    }
                }
                b'"' => self.string()?,
                b't' => self.take("true")?,
                b'f' => self.take("false")?,
                b'n' => self.take("null")?,
                _ => self.number()?,
            }
            // After a value: the end, a comma and the next one, or brackets that close.
            loop {
                self.space();
                let Some(&bracket) = open.last() else { return Some(()) };
                if self.take(",").is_some() {
                    if bracket == b'}' {
                        self.key()?;
                    }
                    break;
                }
                self.take(if bracket == b'}' { "}" } else { "]" })?;
                open.pop();
            }
        }
    }

    fn key(&mut self) -> Option<()> {
        self.space();
        self.string()?;
        self.space();
        self.take(":")
    }

    fn string(&mut self) -> Option<()> {
        self.take("\"")?;
        loop {
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => match self.next()? {
                    b'u' => (0..4).try_for_each(|_| self.next().filter(u8::is_ascii_hexdigit).map(drop))?,
                    escaped => b"\"\\/bfnrt".contains(&escaped).then_some(())?,
                },
                byte => (byte >= b' ').then_some(())?,
            }
        }
    }

    fn number(&mut self) -> Option<()> {
        let _ = self.take("-");
        if self.take("0").is_none() {
            self.digits()?;
        }
        if self.take(".").is_some() {
            self.digits()?;
        }
        if self.take("e").or_else(|| self.take("E")).is_some() {
            let _ = self.take("+").or_else(|| self.take("-"));
            self.digits()?;
        }
        Some(())
    }

    /// At least one.
    fn digits(&mut self) -> Option<()> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.0 = &self.0[count..];
        (count > 0).then_some(())
    }

    fn space(&mut self) {
        let count = self.0.iter().take_while(|byte| b" \t\n\r".contains(byte)).count();
        self.0 = &self.0[count..];
    }

    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn take(&mut self, word: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(word.as_bytes())?;
        Some(())
    }
}
