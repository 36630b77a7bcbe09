"""Excel forms: sent out blank, taken in filled, added up."""
