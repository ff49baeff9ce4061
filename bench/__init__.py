"""How fast the playground is, as ratios against bare baselines that are measured in the same run."""
