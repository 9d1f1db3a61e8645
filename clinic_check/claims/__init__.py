"""“Check their words”: from a clinic’s own text to marked claims, and what the text leaves out."""
