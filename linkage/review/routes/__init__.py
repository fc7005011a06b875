"""The addresses of the application, page by page."""
