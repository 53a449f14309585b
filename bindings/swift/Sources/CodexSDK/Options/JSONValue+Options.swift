extension JSONValue {
  init(openEnum value: some OpenEnum) { self = .string(value.rawValue) }

  init(texts: [String]) { self = .array(texts.map(JSONValue.string)) }

  init(textsByName texts: [String: String]) {
    self = .object(JSONObject(texts.map { ($0.key, .string($0.value)) }))
  }
}

extension Duration {
  /// Whole milliseconds, rounded away from zero: a short time must not become zero, which is off.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    let (product, overflows) = Int(seconds).multipliedReportingOverflow(by: 1000)
    if overflows { return seconds < 0 ? .min : .max }
    let perMillisecond: Int64 = 1_000_000_000_000_000
    let part = (attoseconds.magnitude + perMillisecond.magnitude - 1) / perMillisecond.magnitude
    let sum = product.addingReportingOverflow(attoseconds < 0 ? -Int(part) : Int(part))
    if sum.overflow { return seconds < 0 ? .min : .max }
    return sum.partialValue
  }
}
