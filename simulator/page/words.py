"""What is said in every language of the page."""

from collections.abc import Mapping

Words = Mapping[str, str]
"""The same in each language of the page: `{"id": …, "en": …}`."""
