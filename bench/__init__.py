"""How fast the playground is, as ratios against something plain that is measured in the same run."""
