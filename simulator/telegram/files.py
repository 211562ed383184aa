"""Files on Telegram's servers: uploaded once, then known by an id."""

import hashlib
import mimetypes
from dataclasses import dataclass
from typing import Literal

from aiogram.types import BufferedInputFile, InputFile

from simulator.telegram.errors import ApiError, Json, bad_request
from simulator.telegram.images import photo_size

UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024

Kind = Literal["photo", "document"]


@dataclass(frozen=True)
class StoredFile:
    """One file; `width` and `height` are 0 for documents."""

    kind: Kind
    file_id: str
    unique_id: str
    name: str
    mime: str
    content: bytes
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Where the bot downloads it, below `/file/bot<token>/`."""
        return f"{self.kind}s/{self.unique_id}/{self.name}"

    def to_api(self) -> Json:
        """The fields every description of a file has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def in_message(self) -> Json:
        """The field of a message that shows this file."""
        if self.kind == "photo":
            return {"photo": [self.to_api() | {"width": self.width, "height": self.height}]}
        return {"document": self.to_api() | {"file_name": self.name, "mime_type": self.mime}}


class FileStore:
    """All files, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: Kind, content: bytes, name: str, mime: str | None = None) -> StoredFile:
        """Keep a file under a new id.

        Raises:
            ApiError: 400 for an empty file, or a photo that is no picture.
        """
        if not content:
            raise bad_request("file must be non-empty")
        unique = hashlib.sha256(content).hexdigest()[:15]
        width, height = photo_size(content) if kind == "photo" else (0, 0)
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file_id = f"{'AgAC' if kind == 'photo' else 'BQAC'}{len(self._by_id) + 1:06}{unique}"
        stored = StoredFile(kind, file_id, unique, name.replace("/", "_"), mime, content, width, height)
        self._by_id[file_id] = self._by_path[stored.path] = stored
        return stored

    def sent(self, kind: Kind, reference: str | InputFile | None) -> StoredFile:
        """What a bot puts into a message: an upload, or the id of a file that is already here.

        Raises:
            ApiError: 413 above 50 MB; 400 for ids of another kind, unknown ids and addresses (nothing is fetched).
        """
        if isinstance(reference, BufferedInputFile):
            if len(reference.data) > UPLOAD_BYTES:
                raise ApiError(413, "Request Entity Too Large")
            return self.add(kind, reference.data, reference.filename or kind)
        if not isinstance(reference, str):
            raise bad_request(f"there is no {kind} in the request")
        if reference.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        stored = self._by_id.get(reference)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def to_download(self, file_id: str) -> StoredFile:
        """The file a bot asks for with getFile.

        Raises:
            ApiError: 400 for an unknown id, and above 20 MB.
        """
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.content) > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return stored

    def at(self, path: str) -> StoredFile | None:
        """The file at a download path."""
        return self._by_path.get(path)
