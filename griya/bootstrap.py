"""Makes and keeps the virtual environment: the only part of Griya that runs before its requirements are installed.

Run as a file (`python3 griya/bootstrap.py requirements.txt`), with the standard library alone, and written so that any
Python 3 can read it: an old one then says one clear sentence instead of a syntax error.
"""

import hashlib
import os
import subprocess
import sys
import time

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LOCK_FILE = os.path.join(ROOT, ".stamp-lock")

# What pip says when it cannot reach a package.
NETWORK_SIGNS = ("NewConnectionError", "ConnectTimeout", "Read timed out", "ProxyError", "Connection", "No matching")

LAUNCHER = """#!/bin/sh
# Written by griya/bootstrap.py: runs Griya's commands from any folder.
exec '%s' -P -m griya "$@"
"""


class BootstrapError(Exception):
    """The environment cannot be made. The message is one sentence for whoever typed the command."""


def check_python(version):
    """Refuse a Python that the requirements do not support; `version` is a tuple such as `sys.version_info`."""
    if tuple(version[:2]) < OLDEST:
        raise BootstrapError(
            "Griya memerlukan Python %d.%d atau lebih baru; yang dipakai ini Python %d.%d. "
            "Pasang yang lebih baru, atau sebutkan: make run PYTHON=python3.12" % (OLDEST + tuple(version[:2]))
        )


def fingerprint(lock_file, venv):
    """What was installed, and where: the lock's bytes and the place of the environment."""
    digest = hashlib.sha256(venv.encode("utf-8", "surrogateescape"))
    with open(lock_file, "rb") as file:
        digest.update(file.read())
    return digest.hexdigest()


def stamp_path(lock_file, venv):
    """Where the fingerprint of an installed lock is kept."""
    return os.path.join(venv, ".stamp-" + os.path.basename(lock_file))


def is_ready(lock_file, venv):
    """Whether the environment was finished for exactly this lock."""
    stamp = stamp_path(lock_file, venv)
    if not os.path.exists(stamp) or not os.access(python_of(venv), os.X_OK):
        return False
    with open(stamp) as file:
        return file.read() == fingerprint(lock_file, venv)


def python_of(venv):
    """The environment's interpreter."""
    return os.path.join(venv, "bin", "python")


def make_venv(venv):
    """Create the environment, over whatever an interrupted attempt left behind."""
    say("Membuat lingkungan virtual %s …" % os.path.relpath(venv, ROOT))
    arguments = [sys.executable, "-m", "venv", "--clear", venv]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.communicate()[0].decode("utf-8", "replace")
    if process.returncode == 0:
        return
    if "ensurepip" in output:
        raise BootstrapError(
            "Modul venv Python belum lengkap di sini; di Debian dan Ubuntu pasang dengan: apt-get install python3-venv"
        )
    raise BootstrapError("Lingkungan virtual tidak dapat dibuat di %s: %s" % (venv, last_line(output)))


def has_pip(venv):
    """Whether the environment is whole enough to install into."""
    if not os.access(python_of(venv), os.X_OK):
        return False
    with open(os.devnull, "w") as nowhere:
        return subprocess.call([python_of(venv), "-m", "pip", "--version"], stdout=nowhere, stderr=nowhere) == 0


def pinned_count(lock_file):
    """How many packages the lock pins."""
    with open(lock_file) as file:
        return sum(1 for line in file if "==" in line and not line.startswith((" ", "#")))


def install(lock_file, venv):
    """Install the lock, hashes checked, telling what is being fetched."""
    total = pinned_count(lock_file)
    say("Memasang %d paket dari %s (hanya sekali, sekitar satu menit) …" % (total, os.path.basename(lock_file)))
    arguments = [python_of(venv), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    arguments += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off", "-r", lock_file]
    environment = dict(os.environ, PYTHONUNBUFFERED="1")
    environment.setdefault("PIP_RETRIES", "2")
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment
    )
    output, seen, told = [], 0, time.time()
    for raw in process.stdout:
        line = raw.decode("utf-8", "replace").rstrip()
        output.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            seen += 1
        if line.startswith("Installing collected"):
            say("  membuka paket …")
            break
        if seen and time.time() - told >= 2:
            told = time.time()
            say("  %d dari %d" % (seen, total))
    output.append(process.stdout.read().decode("utf-8", "replace"))
    if process.wait() != 0:
        raise BootstrapError(failure_sentence("\n".join(output)))


def failure_sentence(output):
    """One sentence for what pip said."""
    if "HASHES" in output:
        return "Sebuah paket yang diunduh tidak cocok dengan sidiknya di requirements, jadi tidak ada yang dipasang."
    if "No space left" in output:
        return "Cakram penuh: kosongkan sekitar 200 MB, lalu jalankan perintah yang sama lagi."
    if any(sign in output for sign in NETWORK_SIGNS):
        return (
            "Paket tidak dapat diunduh: jalankan pertama kali dengan jaringan yang mencapai PyPI, "
            "lalu ulangi perintah yang sama. (pip: %s)" % last_line(output)
        )
    return "Paket tidak dapat dipasang: %s" % last_line(output)


def last_line(output):
    """The last line that says something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "tanpa alasan."


def write_launcher(venv):
    """Put the project on the environment's path and write its `griya` command."""
    folder = os.path.join(venv, "lib", "python" + version_of(venv), "site-packages")
    with open(os.path.join(folder, "griya.pth"), "w") as file:
        file.write(ROOT + "\n")
    launcher = os.path.join(venv, "bin", "griya")
    with open(launcher, "w") as file:
        file.write(LAUNCHER % python_of(venv).replace("'", "'\\''"))
    os.chmod(launcher, 0o755)


def version_of(venv):
    """The `3.11` of the environment's interpreter."""
    script = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.check_output([python_of(venv), "-c", script]).decode("ascii").strip()


def say(sentence):
    """Tell the person, at once."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def prepare(lock_files, venv):
    """Bring the environment up to these locks; at once when it already is."""
    if all(is_ready(path, venv) for path in lock_files):
        return
    with open(LOCK_FILE, "w") as lock:
        wait_for(lock)
        missing = [path for path in lock_files if not is_ready(path, venv)]
        if missing and not has_pip(venv):
            make_venv(venv)
            missing = lock_files
        for path in missing:
            install(path, venv)
            write_launcher(venv)
            with open(stamp_path(path, venv), "w") as file:
                file.write(fingerprint(path, venv))


def wait_for(lock):
    """Let a second `make` in the same folder wait for the first instead of installing over it."""
    import fcntl  # not on every system that can read this file.

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (IOError, OSError):
        say("Perintah lain sedang membuat lingkungan virtual; menunggunya …")
        fcntl.flock(lock, fcntl.LOCK_EX)


def main(arguments):
    """Prepare the environment for the lock files named; the exit status."""
    try:
        check_python(sys.version_info)
        prepare([os.path.join(ROOT, name) for name in arguments or ["requirements.txt"]], VENV)
    except BootstrapError as error:
        sys.stderr.write("%s\n" % error)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Dihentikan; jalankan perintah yang sama lagi untuk melanjutkan.\n")
        return 130
    except (IOError, OSError) as error:
        sys.stderr.write("Lingkungan virtual tidak dapat ditulis di %s: %s.\n" % (VENV, error.strerror or error))
        return 1
    return 0


if __name__ == "__main__":
    # This file's folder holds packages with names such as `site`: they must not be mistaken for Python's own.
    sys.path.pop(0)
    sys.exit(main(sys.argv[1:]))
