"""What each paper of the programme contains: forms of 36/2013/TT-BCT, packs, the closing index. Knows no Word or Excel."""
