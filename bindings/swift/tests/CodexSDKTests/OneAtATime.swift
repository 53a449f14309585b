import Testing

/// All tests, in suites of their own: some count the descriptors, threads or pages of the process, or leave it none.
@Suite(.serialized) enum OneAtATime {}
