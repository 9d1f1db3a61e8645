"""“Check a trial number”: the number, the public registry, a study’s record and its signs."""
