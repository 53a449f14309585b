module stream

go 1.24

require codexsdk v0.0.0

replace codexsdk => ../../../bindings/go
