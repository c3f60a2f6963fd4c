"""What is told after a night: facts from the store, a page in HTML and in Markdown, and a webhook."""
