"""A page in the browser on which one person plays everybody: people in Telegram, phones, modem, clock."""

from simulator.page.scene import Jump, Scene, Step, Words
from simulator.page.server import Page

__all__ = ["Jump", "Page", "Scene", "Step", "Words"]
