"""Sample documents of our own writing, their gold annotations, and the scorer."""
