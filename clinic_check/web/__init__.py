"""The Flask app: its pages, forms, session, headers and errors."""
