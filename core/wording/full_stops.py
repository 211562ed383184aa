"""The end of a sentence whose last word is a name: many a teacher's ends in a dot already, as in *S.Kom.*"""


def stop_after(name: str) -> str:
    return "" if name.endswith(".") else "."
