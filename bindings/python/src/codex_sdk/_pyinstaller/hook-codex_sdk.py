"""PyInstaller looks at what a package imports, and our library is loaded by its path."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("codex_sdk")
