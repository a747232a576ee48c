"""The C header and library, through a C program that is compiled here."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from support import LIBRARY, ROOT

HEADER = ROOT / "Sources" / "CSluice"
PROGRAM = ROOT / "Tests" / "SluiceCTests" / "abi.c"
# Swift brings clang along where there is no other compiler.
LANGUAGES = {
    "C11": [shutil.which("cc") or "clang", "-std=c11"],
    "C++17": [shutil.which("c++") or "clang++", "-std=c++17", "-x", "c++"],
}


class ABITest(unittest.TestCase):
    def test_a_program_of_each_language(self):
        for language, compiler in LANGUAGES.items():
            with self.subTest(language=language), tempfile.TemporaryDirectory() as folder:
                program = pathlib.Path(folder) / "abi"
                command = [*compiler, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", HEADER, PROGRAM]
                command += ["-x", "none", LIBRARY / "libsluice.so", "-pthread", "-o", program]
                subprocess.run(command, check=True)
                # The program asks for the library by its soname.
                os.symlink(LIBRARY / "libsluice.so", pathlib.Path(folder) / "libsluice.so.1")
                environment = {**os.environ, "LD_LIBRARY_PATH": folder}
                result = subprocess.run([program], env=environment, capture_output=True, text=True)
                self.assertEqual((result.returncode, result.stdout), (0, "ok\n"), result.stderr)

    def test_the_library_exports_what_the_header_declares(self):
        header = (HEADER / "sluice.h").read_text()
        declared = set(re.findall(r"^\w[\w *]*?\b\*?(sluice_\w+)\(", header, re.MULTILINE))
        table = subprocess.run(
            ["nm", "-D", "--defined-only", LIBRARY / "libsluice.so"], check=True, capture_output=True, text=True
        )
        exported = {line.split()[-1] for line in table.stdout.splitlines()}
        self.assertGreater(len(declared), 30)
        self.assertEqual(exported - {"SLUICE_1"}, {f"{name}@@SLUICE_1" for name in declared})

    def test_the_package_knows_every_function(self):
        from sluice._library import _SIGNATURES

        header = (HEADER / "sluice.h").read_text()
        self.assertEqual(set(_SIGNATURES), set(re.findall(r"^\w[\w *]*?\b\*?(sluice_\w+)\(", header, re.MULTILINE)))

    def test_the_library_needs_only_the_systems(self):
        table = subprocess.run(["readelf", "-d", LIBRARY / "libsluice.so"], check=True, capture_output=True, text=True)
        needed = set(re.findall(r"NEEDED.*\[(.*?)\.so", table.stdout))
        self.assertLessEqual(needed, {"libc", "libm", "libstdc++", "libgcc_s", "ld-linux-x86-64", "ld-linux-aarch64"})


if __name__ == "__main__":
    unittest.main()
