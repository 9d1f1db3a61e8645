"""The pages beside the checklist: what people ask, after signing, other ways, the family."""
