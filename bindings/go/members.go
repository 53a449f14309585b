package codexsdk

import (
	"encoding/json"
	"strings"
)

// members calls found with each member of a JSON object, its value as it stands in the text, and says whether that was
// all of the text. It is there because encoding/json goes over a text several times for each look at it, and what most
// events need is the type and one part of them. The grammar inside of values it leaves to whoever decodes them.
func members(object string, found func(name, value string)) bool {
	rest, ok := strings.CutPrefix(trimSpace(object), "{")
	if rest = trimSpace(rest); rest == "}" {
		return true
	}
	for ok {
		var name, value string
		if name, rest, ok = cutValue(rest); !ok || name[0] != '"' {
			return false
		}
		if rest, ok = strings.CutPrefix(trimSpace(rest), ":"); !ok {
			return false
		}
		if value, rest, ok = cutValue(trimSpace(rest)); !ok {
			return false
		}
		found(text(name), value)
		if rest = trimSpace(rest); rest == "}" {
			return true
		}
		rest, ok = strings.CutPrefix(rest, ",")
		rest = trimSpace(rest)
	}
	return false
}

// cutValue takes the value off that a text begins with.
func cutValue(text string) (value, rest string, ok bool) {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			length := stringLength(text[i:])
			if length == 0 {
				return "", "", false
			}
			i += length - 1
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		case ',', ':', ' ', '\t', '\r', '\n':
			continue
		default:
			// A number, true, false or null.
			for i+1 < len(text) && !strings.ContainsRune(`,:}] `+"\t\r\n", rune(text[i+1])) {
				i++
			}
		}
		if depth <= 0 {
			return text[:i+1], text[i+1:], depth == 0
		}
	}
	return "", "", false
}

// stringLength is that of the string, with its quotes, that a text begins with; 0 if it has no end.
func stringLength(text string) int {
	for i := 1; i < len(text); i++ {
		quote := strings.IndexByte(text[i:], '"')
		if quote < 0 {
			return 0
		}
		escape := strings.IndexByte(text[i:i+quote], '\\')
		if escape < 0 {
			return i + quote + 1
		}
		i += escape + 1
	}
	return 0
}

// text is the text of a string; of anything else it is empty.
func text(value string) string {
	if len(value) < 2 || value[0] != '"' {
		return ""
	}
	if inside := value[1 : len(value)-1]; !strings.Contains(inside, `\`) {
		return inside
	}
	var unquoted string
	_ = json.Unmarshal([]byte(value), &unquoted)
	return unquoted
}

func trimSpace(text string) string {
	return strings.Trim(text, " \t\r\n")
}
