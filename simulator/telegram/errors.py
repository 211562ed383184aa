"""How the Bot API says no. The words are Telegram's, because bots act on them."""

import json
from typing import Any

Json = dict[str, Any]


def dumps(body: Any) -> str:
    """JSON as short as it gets, letters as they are."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


class ApiError(Exception):
    """A call that is answered with `ok: false`; `code` is the HTTP status as well."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_api(self) -> Json:
        """The JSON body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


def bad_request(words: str, **parameters: int) -> ApiError:
    return ApiError(400, f"Bad Request: {words}", **parameters)


def forbidden(words: str) -> ApiError:
    return ApiError(403, f"Forbidden: {words}")


def conflict(words: str) -> ApiError:
    return ApiError(409, f"Conflict: {words}")


def too_many_requests(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def cannot_parse(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")
