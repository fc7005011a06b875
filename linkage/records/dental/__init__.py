"""Reading what is said of teeth: by families in their words, by examiners in theirs or by the numbers of a chart."""
