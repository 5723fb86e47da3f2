"""Letters and decisions (văn bản), recorded as signed. Never what a decision decides."""
