"""The conversations of the coach, one room for each thing it does."""
