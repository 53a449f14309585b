package codexsdk

func parseResult(text []byte) *TurnResult {
	result := &TurnResult{Raw: text}
	fillFrom(text, result.fill)
	return result
}
