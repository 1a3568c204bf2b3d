"""Words by themselves: what forms they take, which ones any text needs, and which say more."""
