"""Files of an inquiry: kept in the private folder as soon as they are fit, named by rows once the inquiry is stored."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from griya.core.db import db
from griya.core.private import store
from griya.core.private.kinds import Usable, shown_name
from griya.inquiry.models import Inquiry
from griya.inquiry.models.attachments import InquiryAttachment
from griya.inquiry.rules.files import KeptFile

# Below this much free space files are only kept together with their inquiry.
_LEAST_FREE_BYTES: Final = 1_000_000_000


def keep_file(*, file: Usable, raw_name: str | None, folder: Path) -> KeptFile:
    """Write a fit file into the private folder. Without a row it is swept away within the hour.

    Raises:
        OSError: when the disk is full or broken.
    """
    digest = store.keep(folder, file.content, file.extension)
    return KeptFile(digest, file.extension, len(file.content), shown_name(raw_name, file.extension))


def is_still_kept(*, file: KeptFile, folder: Path) -> bool:
    """Whether a file of an earlier try still stands there; it then stands for another hour."""
    path = folder / f"{file.digest}.{file.extension}"
    try:
        os.utime(path)
    except OSError:
        return False
    return path.stat().st_size == file.size


def has_room(*, folder: Path) -> bool:
    """Whether files may be kept for forms that are not complete yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free >= _LEAST_FREE_BYTES


def add_attachments(*, inquiry: Inquiry, files: Sequence[KeptFile]) -> None:
    """Name the files of an inquiry that was just stored."""
    db.session.add_all(
        InquiryAttachment(
            inquiry_id=inquiry.id,
            position=position,
            digest=file.digest,
            extension=file.extension,
            size_bytes=file.size,
            name=file.name,
            added_at=inquiry.received_at,
        )
        for position, file in enumerate(files, start=1)
    )
    db.session.flush()
