module codexsdk

go 1.24
