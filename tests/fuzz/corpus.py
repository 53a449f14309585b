"""The inputs that the fuzz targets start from: `corpus/TARGET.tar.xz` each, unpacked into `target/fuzz-corpus/TARGET`.

As a program, it unpacks all of them.
"""

import io
import lzma
import shutil
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ARCHIVES = HERE / "corpus"
UNPACKED = HERE.parent.parent / "target" / "fuzz-corpus"


def pack(folder, archive):
    """The same inputs give the same bytes: sorted, without owners and times."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in sorted(inputs(folder).items()):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    archive.write_bytes(lzma.compress(packed.getvalue(), preset=9))


def unpack(archive, folder):
    """Makes the folder anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tarfile.open(archive, "r:xz") as tar:
        for member in tar:
            (folder / Path(member.name).name).write_bytes(tar.extractfile(member).read())
    if not inputs(folder):
        raise ValueError(f"{archive} holds no input")


def inputs(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def unpack_all():
    for archive in sorted(ARCHIVES.glob("*.tar.xz")):
        unpack(archive, UNPACKED / archive.name.partition(".")[0])
    return UNPACKED


def main():
    print(unpack_all())


if __name__ == "__main__":
    sys.exit(main())
