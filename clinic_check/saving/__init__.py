"""Coming back later: the code on the paper, the saved file, the reminder."""
