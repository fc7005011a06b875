"""Reading clothing, jewellery and things carried from free text or lists."""
