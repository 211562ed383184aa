"""Fingerprint and RFID machines that schools already have: the numbers by which they know people, and their exports."""
