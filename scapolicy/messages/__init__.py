"""What is said of inputs that are wrong: what it is, and what to do about it."""
