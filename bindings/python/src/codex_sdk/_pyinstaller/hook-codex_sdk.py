"""PyInstaller follows imports, but the library is loaded by its path."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("codex_sdk")
