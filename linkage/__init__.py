"""An open engine that compares reports of missing persons with records of unidentified remains."""
