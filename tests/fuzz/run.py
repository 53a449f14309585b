"""Builds the fuzz targets with libFuzzer and runs them: every input of the corpus, then new ones for a while.

    tests/fuzz/run.py           a few seconds each, for `make test`
    tests/fuzz/run.py long      FUZZ_SECONDS each (600), for `make fuzz`, then a tenth of that with AddressSanitizer, which
                                is up to ten times slower. New inputs stay in build/fuzz/<target>; those that reach
                                something more are added to the corpus

FUZZ_TARGETS="lines toml" runs only these. A finding is written to build/fuzz/findings, with the command to repeat it.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOUND = ROOT / "build" / "fuzz"
CARGO = os.environ.get("CARGO", "cargo")
RUSTC = os.environ.get("RUSTC", "rustc")

# The target and the longest input that makes sense for it.
TARGETS = {"lines": 1024, "event": 2048, "options": 2048, "toml": 2048, "discovery": 1024, "app_server": 8192}
SHORT, LONG = 5, 600
MEMORY = "/dev/shm"
# Every edge and every comparison, with what the stable compiler has.
COVERAGE = [
    "--cfg fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Clink-dead-code",
]
# libFuzzer's own exit code for a crash.
CRASH = 77


def missing():
    """Why the targets cannot be built here, if they cannot."""
    if platform.system() != "Linux":
        return "libFuzzer is set up for Linux only"
    if not shutil.which(os.environ.get("CXX", "c++")):
        return "libFuzzer needs a C++ compiler"
    return None


def host():
    return re.search(r"^host: (\S+)", output([RUSTC, "-vV"]), re.MULTILINE)[1]


def has_asan():
    libraries = Path(output([RUSTC, "--print", "sysroot"]).strip()) / "lib" / "rustlib" / host() / "lib"
    return any(libraries.glob("*rt.asan.a"))


def build(with_asan=False):
    """Answers with the folder of the targets' programs."""
    environment, flags, folder = dict(os.environ), list(COVERAGE), ROOT / "target" / "fuzz"
    if with_asan:
        # The stable compiler has the runtime, but not the switch.
        environment["RUSTC_BOOTSTRAP"] = "1"
        flags.append("-Zsanitizer=address")
        folder = ROOT / "target" / "fuzz-address"
    environment["RUSTFLAGS"] = " ".join(flags)
    command = [CARGO, "build", "--quiet", "--release", "--bins"]
    command += ["--target", host(), "--target-dir", str(folder)]
    subprocess.run(command, cwd=HERE, env=environment, check=True)
    return folder / host() / "release"


def output(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def run_quietly(command, **environment):
    environment = {**os.environ, **environment}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
    return subprocess.run(command, env=environment, **pipes)


def fuzz(programs, target, seconds, found):
    """Replays the corpus, then tries new inputs; True if nothing was found."""
    findings = FOUND / "findings"
    findings.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    known = corpus.UNPACKED / target
    corpus.unpack(archive_of(target), known)
    command = [str(programs / target), str(found), str(known), f"-max_total_time={seconds}"]
    command += [f"-max_len={TARGETS[target]}", f"-dict={HERE / 'dictionaries' / target}", "-timeout=20", "-rss_limit_mb=1024"]
    command += [f"-artifact_prefix={findings}/{target}-", "-print_final_stats=1"]
    started = time.monotonic()
    # Discovery makes a file tree for each input: in memory, if it can be.
    with tempfile.TemporaryDirectory(dir=MEMORY if os.path.isdir(MEMORY) else None) as trees:
        run = run_quietly(command, TMPDIR=trees)
    took = time.monotonic() - started
    coverage = [int(number) for number in re.findall(r" cov: (\d+) ", run.stdout)] or [0]
    runs = int((re.findall(r"stat::number_of_executed_units: (\d+)", run.stdout) or ["0"])[0])
    inputs = len(corpus.inputs(known))
    print(
        f"fuzz {target:<10} {inputs:>4} inputs replayed, {runs:>9} runs, {runs / took:>6.0f}/s, "
        f"edges {coverage[0]} -> {coverage[-1]}: {'ok' if run.returncode == 0 else 'FOUND SOMETHING'}",
        flush=True,
    )
    if run.returncode:
        print("\n".join(run.stdout.splitlines()[-60:]))
        for file in re.findall(r"Test unit written to (\S+)", run.stdout):
            print(f"again: {programs / target} {file}", flush=True)
    return run.returncode == 0


def finds_what_is_planted(programs):
    """Without coverage in the programs every run would be blind, and silent about it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(programs / "planted"), "-max_total_time=30", "-max_len=16", f"-artifact_prefix={folder}/"]
        run = run_quietly(command)
    found = run.returncode == CRASH and "the planted crash" in run.stdout
    print(f"fuzz planted    the crash behind a 64-bit number: {'found' if found else 'NOT FOUND'}", flush=True)
    return found


def archive_of(target):
    return corpus.ARCHIVES / f"{target}.tar.xz"


def keep(programs, target):
    """Adds to the corpus what build/fuzz has and the corpus does not reach yet."""
    known = corpus.UNPACKED / target
    corpus.unpack(archive_of(target), known)
    before = set(corpus.inputs(known))
    command = [str(programs / target), "-set_cover_merge=1", f"-max_len={TARGETS[target]}"]
    # One input for each edge; how often it is passed would give ten times as many.
    command += ["-use_counters=0", str(known), str(FOUND / target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = set(corpus.inputs(known))
    if after != before:
        corpus.pack(known, archive_of(target))
    print(f"fuzz {target:<10} {len(before)} inputs in the corpus, {len(after - before)} new", flush=True)


def main():
    what = sys.argv[1] if len(sys.argv) > 1 else "short"
    if reason := missing():
        print(f"not run here: fuzzing: {reason}")
        print(f"0 passed, 0 failed, {len(TARGETS)} skipped")
        return 0
    programs = build()
    targets = os.environ.get("FUZZ_TARGETS", " ".join(TARGETS)).split()
    seconds = int(os.environ.get("FUZZ_SECONDS", LONG if what == "long" else SHORT))
    passed = [finds_what_is_planted(programs)]
    with tempfile.TemporaryDirectory() as folder:
        for target in targets:
            found = FOUND / target if what == "long" else Path(folder) / target
            passed.append(fuzz(programs, target, seconds, found))
    if what == "long":
        if has_asan():
            print("with AddressSanitizer:", flush=True)
            with_asan = build(with_asan=True)
            passed += [fuzz(with_asan, target, seconds // 10, FOUND / target) for target in targets]
        for target in targets:
            keep(programs, target)
    print(f"{passed.count(True)} passed, {passed.count(False)} failed")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
