"""Benchmarks: each prints its figure, the limit of budgets.md, and their ratio; 1.0 or less keeps the budget."""
