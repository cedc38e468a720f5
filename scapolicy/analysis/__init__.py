"""What is asked of coded sources: each question a module, each answer a table or a few."""
