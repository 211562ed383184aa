"""What is measured and how: `python -m benchmarks [name…]`. Figures and their reading are in README.md."""
