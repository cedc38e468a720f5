"""How fast scapolicy is, beside others doing the same work in the same run."""
