"""A page in the browser on which one person plays everybody: people in Telegram, phones, a gate, modem, clock."""

from simulator.page.gate import Card, Gate, Scanner
from simulator.page.scene import GATE, Jump, Scene, Step
from simulator.page.server import Page
from simulator.page.words import Words

__all__ = ["GATE", "Card", "Gate", "Jump", "Page", "Scanner", "Scene", "Step", "Words"]
