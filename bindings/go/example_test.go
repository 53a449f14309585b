package codexsdk_test

func withExamples(run func() int) int { return run() }
