"""From broken identities to the cell that is most likely wrong, and what it should be."""
