"""What a pupil is called among guardians: enough for them, and least for a wrong number."""

# Half the country begins with one of these: alone they name nobody.
_SHARED = "muhammad mohammad muhamad mohamad muh moh mhd ahmad siti nur sri dwi tri putri"


def first_name(student: str) -> str:
    """Plain text: `Budi`, `Siti Aminah`, `M. Rizky`."""
    words = student.split()
    few = 2 if words and (len(words[0].strip(".")) <= 2 or words[0].lower() in _SHARED.split()) else 1
    return " ".join(words[:few])
