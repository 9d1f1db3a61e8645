"""What is handed to the patient: the summary, the two sheets, the blank checklist, the letter."""
