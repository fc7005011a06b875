"""Paper: the dossier of a pair, and the judgements as a table."""
