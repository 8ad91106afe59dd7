"""The page of a hundred activities over HTTP with two workers, beside the same page as other frameworks serve it."""
