package codexsdk

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A value is one JSON value as it stands in a text, without space around it. The zero value is one that is absent.
type value struct {
	json string
	// isOfLong is set in a long text, whose memory the strings read from it do not share: a program that keeps a short
	// field would keep all of it.
	isOfLong bool
	// hasEscapes is set for a string with a backslash.
	hasEscapes bool
}

// longText is the length from which a text is long.
const longText = 1024

// A member is a member of a JSON object.
type member struct {
	key   string
	value value
}

// memberRoom is for how many members the readers keep room on the stack. More go to the heap.
const memberRoom = 10

// objectIn appends the members of the object that a text is to a list. It returns nil for any other text: one that is not
// JSON, not in UTF-8, or not an object. The values are checked, so reading them further cannot fail.
func objectIn(text string, list []member) []member {
	if !utf8.ValidString(text) {
		return nil
	}
	s := scanner{text: text}
	s.space()
	list, ok := s.object(list, len(text) >= longText)
	s.space()
	if !ok || s.at < len(text) {
		return nil
	}
	return list
}

// members appends the members of an object to a list, in order; false if the value is not an object.
func (v value) members(list []member) ([]member, bool) {
	s := scanner{text: v.json}
	return s.object(list, v.isOfLong)
}

// elements are those of an array; false if the value is not an array.
func (v value) elements() ([]value, bool) {
	list := []value{}
	s := scanner{text: v.json}
	if !s.takes('[') {
		return nil, false
	}
	for s.space(); !s.takes(']'); s.space() {
		if len(list) > 0 && !s.takes(',') {
			return nil, false
		}
		s.space()
		element, ok := s.part(v.isOfLong)
		if !ok {
			return nil, false
		}
		list = append(list, element)
	}
	return list, true
}

// first is the first byte of the value, which tells its kind; 0 if it is absent.
func (v value) first() byte {
	if v.json == "" {
		return 0
	}
	return v.json[0]
}

// A scanner stands somewhere in a text. Its methods report whether the text continues as JSON must, and step over it.
type scanner struct {
	text string
	at   int
}

// peek is the next byte, or 0 at the end. A NUL in the text is no part of JSON either.
func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *scanner) takes(wanted byte) bool {
	if s.at < len(s.text) && s.text[s.at] == wanted {
		s.at++
		return true
	}
	return false
}

func (s *scanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

// object steps over an object, and appends its members to a list.
func (s *scanner) object(list []member, isOfLong bool) ([]member, bool) {
	if !s.takes('{') {
		return nil, false
	}
	for s.space(); !s.takes('}'); s.space() {
		if len(list) > 0 && !s.takes(',') {
			return nil, false
		}
		s.space()
		key, ok := s.key()
		if !ok {
			return nil, false
		}
		part, ok := s.part(isOfLong)
		if !ok {
			return nil, false
		}
		list = append(list, member{key, part})
	}
	return list, true
}

// part steps over a member's or an element's value, and returns it.
func (s *scanner) part(isOfLong bool) (part value, ok bool) {
	start := s.at
	if s.peek() == '"' {
		part.hasEscapes, ok = s.string()
	} else {
		ok = s.value()
	}
	part.json, part.isOfLong = s.text[start:s.at], isOfLong
	return part, ok
}

// key steps over a key, its colon and the space around that.
func (s *scanner) key() (string, bool) {
	start := s.at
	hasEscapes, ok := s.string()
	if !ok {
		return "", false
	}
	key := s.text[start+1 : s.at-1]
	if hasEscapes {
		key = unescaped(key)
	}
	s.space()
	ok = s.takes(':')
	s.space()
	return key, ok
}

// value steps over a value. It does not recurse, so a line may be nested as deep as it likes.
func (s *scanner) value() bool {
	var buffer [64]byte
	// The closing brackets that are due.
	due := buffer[:0]
	for {
		ok := true
		switch first := s.peek(); first {
		case '"':
			_, ok = s.string()
		case '{', '[':
			s.at++
			s.space()
			// In ASCII, each closing bracket comes two behind its opening one.
			closing := first + 2
			if !s.takes(closing) {
				due = append(due, closing)
				if first == '{' {
					_, ok = s.key()
				}
				if !ok {
					return false
				}
				continue
			}
		case 't':
			ok = s.literal("true")
		case 'f':
			ok = s.literal("false")
		case 'n':
			ok = s.literal("null")
		default:
			ok = s.number()
		}
		if !ok {
			return false
		}
		for len(due) > 0 {
			s.space()
			closing := due[len(due)-1]
			if s.takes(closing) {
				due = due[:len(due)-1]
				continue
			}
			if !s.takes(',') {
				return false
			}
			s.space()
			if closing == '}' {
				if _, ok := s.key(); !ok {
					return false
				}
			}
			break
		}
		if len(due) == 0 {
			return true
		}
	}
}

func (s *scanner) literal(word string) bool {
	if !strings.HasPrefix(s.text[s.at:], word) {
		return false
	}
	s.at += len(word)
	return true
}

func (s *scanner) number() bool {
	s.takes('-')
	if !s.takes('0') && !s.digits() {
		return false
	}
	if s.takes('.') && !s.digits() {
		return false
	}
	if s.takes('e') || s.takes('E') {
		if !s.takes('+') {
			s.takes('-')
		}
		return s.digits()
	}
	return true
}

func (s *scanner) digits() bool {
	start := s.at
	for s.at < len(s.text) && '0' <= s.text[s.at] && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at > start
}

// string steps over a string, quotes included, and says whether there are escapes in it.
func (s *scanner) string() (hasEscapes, ok bool) {
	if !s.takes('"') {
		return false, false
	}
	for {
		s.at += plain(s.text[s.at:])
		switch s.peek() {
		case '"':
			s.at++
			return hasEscapes, true
		case '\\':
			hasEscapes = true
			s.at++
			if !s.escape() {
				return true, false
			}
		default:
			// A control character, or the end.
			return hasEscapes, false
		}
	}
}

// escape steps over what follows a backslash.
func (s *scanner) escape() bool {
	switch s.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.at++
		return true
	case 'u':
		if _, ok := hex4(s.text[s.at+1:]); ok {
			s.at += 5
			return true
		}
	}
	return false
}

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// plain counts the bytes up to the first one that is not an ordinary character of a string: a quote, a backslash or a
// control character. It looks at eight at a time: a byte is zero if subtracting 1 sets its high bit and it was not set.
func plain(text string) int {
	i := 0
	for ; i+8 <= len(text); i += 8 {
		eight := text[i : i+8]
		word := uint64(eight[0]) | uint64(eight[1])<<8 | uint64(eight[2])<<16 | uint64(eight[3])<<24 |
			uint64(eight[4])<<32 | uint64(eight[5])<<40 | uint64(eight[6])<<48 | uint64(eight[7])<<56
		quote, backslash := word^('"'*ones), word^('\\'*ones)
		if ((word-0x20*ones)|(quote-ones)|(backslash-ones))&^word&highs != 0 {
			break
		}
	}
	for ; i < len(text); i++ {
		if c := text[i]; c == '"' || c == '\\' || c < 0x20 {
			break
		}
	}
	return i
}

// unescaped is the text that stands between the quotes of a JSON string. Half a surrogate pair, which JSON allows and
// Unicode does not, becomes U+FFFD.
func unescaped(quoted string) string {
	var text strings.Builder
	text.Grow(len(quoted))
	for {
		at := strings.IndexByte(quoted, '\\')
		if at < 0 || at+1 == len(quoted) {
			text.WriteString(quoted)
			return text.String()
		}
		text.WriteString(quoted[:at])
		escape := quoted[at+1]
		quoted = quoted[at+2:]
		if escape != 'u' {
			text.WriteByte(escaped(escape))
			continue
		}
		char, ok := hex4(quoted)
		if !ok {
			return text.String()
		}
		quoted = quoted[4:]
		if utf16.IsSurrogate(char) {
			char, quoted = paired(char, quoted)
		}
		text.WriteRune(char)
	}
}

// paired is the character that half a surrogate pair and the escape behind it make, and the text after them.
func paired(half rune, rest string) (rune, string) {
	if strings.HasPrefix(rest, `\u`) {
		other, _ := hex4(rest[2:])
		if char := utf16.DecodeRune(half, other); char != utf8.RuneError {
			return char, rest[6:]
		}
	}
	return utf8.RuneError, rest
}

// escaped is the character that a backslash and a letter stand for.
func escaped(letter byte) byte {
	switch letter {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return letter
}

// hex4 is the number that a text begins with, written in four hexadecimal digits.
func hex4(text string) (number rune, ok bool) {
	if len(text) < 4 {
		return 0, false
	}
	for i := range 4 {
		digit := rune(text[i])
		switch {
		case '0' <= digit && digit <= '9':
			digit -= '0'
		case 'a' <= digit && digit <= 'f':
			digit -= 'a' - 10
		case 'A' <= digit && digit <= 'F':
			digit -= 'A' - 10
		default:
			return 0, false
		}
		number = number<<4 | digit
	}
	return number, true
}
