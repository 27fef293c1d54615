"""From a parsed text to its attributions: cue, source and content, before anybody is named.

Used by `bot.nlp.statements`, which turns attributions into records. Reading order: `cues` (the words),
`quotes` (the marks), `verbs`, `words` and `lines` (the constructions), `ties` (quotation to cue),
`finder` (all of them), then `speakers` and `venues` (who and where). Pure, and spaCy's types stay inside.
"""
