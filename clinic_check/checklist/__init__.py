"""The checklist: its catalogue, its rules, the answers to it and what they mean."""
